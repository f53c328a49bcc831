// Light or dark: as the system has it, unless somebody chose. Runs before anything is drawn.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');

  function chosen() {
    try {
      return localStorage.getItem('tidemark.theme');
    } catch {
      return null; // Storage is forbidden: nothing is remembered.
    }
  }

  function apply() {
    root.dataset.theme = chosen() ?? (dark.matches ? 'dark' : 'light');
  }

  dark.addEventListener('change', apply);
  apply();
})();
