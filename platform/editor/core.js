// What both editors share: CodeMirror 6, laid over a <textarea>.
//
// Without JavaScript the textarea is the editor. Here it stays in its form as the value that is sent;
// the editor only writes into it. Colours come from the site's style sheet: tokens get the class names
// that Pygments uses, so code reads the same in a lesson and in the editor, light and dark.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration, EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

const pygmentsClasses = tagHighlighter([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], class: "k" },
  { tag: [tags.bool, tags.null, tags.self], class: "kc" },
  { tag: [tags.string, tags.special(tags.string)], class: "s" },
  { tag: tags.number, class: "m" },
  { tag: tags.comment, class: "c" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], class: "nf" },
  { tag: tags.meta, class: "nd" },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], class: "k" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--sheet)", fontSize: "var(--code-size)" },
  "&.cm-focused": { outline: "3px solid var(--path)", outlineOffset: "-3px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "var(--code-line)" },
  ".cm-content": { padding: "var(--code-pad) 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 1rem 0 .5rem" },
  ".cm-gutters": { color: "var(--ink-soft)", backgroundColor: "transparent", border: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.6rem", padding: "0 .5rem 0 .6rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--active-line)" },
  ".cm-activeLineGutter": { color: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent", boxShadow: "0 0 0 1px var(--contour)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-wash)" },
  ".cm-error-line, .cm-error-line.cm-activeLine": {
    backgroundColor: "var(--bad-wash)", boxShadow: "inset 3px 0 var(--bad)",
  },
});

const setErrorLine = StateEffect.define();
const errorLine = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setErrorLine)) continue;
      if (!effect.value || effect.value > transaction.state.doc.lines) return Decoration.none;
      const line = transaction.state.doc.line(effect.value);
      return Decoration.set([Decoration.line({ class: "cm-error-line" }).range(line.from)]);
    }
    return lines.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Lay an editor over `textarea`.
 *
 * `onChange()` runs after every edit, when the textarea already holds the new text; `onSubmit()` on
 * Ctrl+Enter or Cmd+Enter. Tab indents; Escape and then Tab leaves the editor.
 */
export function open(textarea, { nonce, label, describedBy, onChange, onSubmit, keys = [], indent = 4, extensions }) {
  const view = new EditorView({
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        keymap.of([
          { key: "Mod-Enter", preventDefault: true, run: () => (onSubmit(), true) }, ...keys,
          ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab,
        ]),
        lineNumbers(), highlightActiveLine(), highlightActiveLineGutter(), highlightSpecialChars(),
        history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(),
        EditorState.tabSize.of(indent), indentUnit.of(" ".repeat(indent)),
        extensions, syntaxHighlighting(pygmentsClasses), look, errorLine,
        EditorView.contentAttributes.of({
          "aria-label": label, "aria-describedby": describedBy, autocapitalize: "off", spellcheck: "false", tabindex: "0",
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          onChange();
        }),
      ],
    }),
  });
  textarea.hidden = true;
  textarea.after(view.dom);
  return {
    view,
    dom: view.dom,
    focus: () => view.focus(),
    /** Replace the whole text as one edit, so that Undo brings the old text back. */
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input" });
    },
    /** Mark a line (counted from 1) as the place of an error; null or 0 takes the mark away. */
    markLine(line) {
      view.dispatch({ effects: setErrorLine.of(line) });
    },
    /** Put the cursor at the start of a line (counted from 1) and show it. */
    goToLine(line) {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines)).from;
      view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
      view.focus();
    },
  };
}
