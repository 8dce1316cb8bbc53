// The code editor of the exercise page: Python.
import { python } from "@codemirror/lang-python";
import { open } from "./core.js";

/** Lay an editor over `textarea`: see `open`. */
export const mount = (textarea, options) => open(textarea, { ...options, extensions: python() });
