// An element with what it says and holds; words are set as text, never as markup.
export function node(tag, told, ...inside) {
  const made = Object.assign(document.createElement(tag), told);
  made.append(...inside);
  return made;
}
