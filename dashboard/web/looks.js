// Light or dark, and the size of the text, before anything is drawn.
(() => {
  for (const name of ["theme", "size"]) {
    try {
      const value = localStorage.getItem(`sandbox:${name}`);
      if (value) document.documentElement.dataset[name] = value;
    } catch {
      // the computer's own setting then
    }
  }
})();
