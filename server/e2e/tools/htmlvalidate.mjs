// What html-validate holds every page against: its recommended rules. None is
// switched off; three are told what HTML and ARIA themselves allow.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // The generator of the templates writes <!doctype html>. HTML does not
    // distinguish capitals here; the rule's concern is one way of writing it.
    "doctype-style": ["error", { style: "lowercase" }],
    // Clauses promise addresses such as /terms/#c-3.12. HTML allows every id
    // that has no space in it; the stricter rule serves old selectors.
    "valid-id": ["error", { relaxed: true }],
    // ARIA allows a name on every role that is not expressly unnamable, such as
    // a list; the stricter rule allows landmarks and controls only.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
  },
};
