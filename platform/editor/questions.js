// The editor of the authors' pages: YAML, with completion of keys and words, and lines marked that need a look.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { yaml } from "@codemirror/lang-yaml";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap } from "@codemirror/view";
import { open } from "./core.js";

const setMarks = StateEffect.define();
const marks = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { doc } = transaction.state;
      const ranges = effect.value.filter(({ line }) => line >= 1 && line <= doc.lines)
        .map(({ line, kind }) => Decoration.line({ class: `cm-${kind}` }).range(doc.line(line).from));
      return Decoration.set(ranges, true);
    }
    return lines.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Lay an editor over `textarea`: see `open`. `complete(above, line, at)` offers what may stand at the cursor. */
export function mount(textarea, { complete, ...options }) {
  const source = (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const word = before.match(/[\w-]*$/)[0];
    if (!word && !context.explicit) return null;
    const above = context.state.sliceDoc(0, line.from).split("\n").slice(0, -1);
    const offered = complete(above, before.slice(0, before.length - word.length));
    return offered?.length ? { from: context.pos - word.length, options: offered, validFor: /^[\w-]*$/ } : null;
  };
  const editor = open(textarea, {
    ...options,
    indent: 2,
    extensions: [yaml(), autocompletion({ override: [source], icons: false }), keymap.of(completionKeymap), marks,
      EditorView.lineWrapping],
  });
  return {
    ...editor,
    /** Mark lines (counted from 1): `[{ line, kind: "fault" | "advice" }]`. */
    mark: (lines) => editor.view.dispatch({ effects: setMarks.of(lines) }),
  };
}
