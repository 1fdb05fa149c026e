/* Before the first paint: put back the look and the density that this reader chose on this machine. */
(() => {
  for (const name of ["theme", "density"]) {
    try {
      const value = localStorage.getItem(`seawall.${name}`);
      if (value) document.documentElement.dataset[name] = value;
    } catch {
      // Storage may be closed (private windows); the system's look then stands.
    }
  }
})();
