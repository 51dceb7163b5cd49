// 读给我听: the page's text by the voice of the reader's own device. Without script, or without a voice, there is no button.
(function () {
  "use strict";
  var button = document.querySelector("[data-tb-speak]");
  var voice = window.speechSynthesis;
  if (!button || !voice) return;
  button.hidden = false;
  function told() { button.lastChild.textContent = voice.speaking ? "停下" : "读给我听"; }
  button.addEventListener("click", function () {
    if (voice.speaking) { voice.cancel(); setTimeout(told, 100); return; }
    var words = new SpeechSynthesisUtterance(document.getElementById("main").innerText);
    words.lang = "zh-CN";
    words.rate = 0.9;
    words.onend = words.onerror = told;
    voice.speak(words);
    button.lastChild.textContent = "停下";
  });
  window.addEventListener("pagehide", function () { voice.cancel(); });
})();
