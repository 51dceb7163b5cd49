// Before the first paint: script runs, so what needs it may show.
document.documentElement.classList.add("tb-js-on");
