// A form with data-tb-passkey asks the browser for a passkey (create) or for a signature (get) before it is sent.
// The challenge stands in data-tb-challenge, or comes from the address in data-tb-challenge-from.
"use strict";
(() => {
  const REASONS = {
    NotAllowedError: "没有完成：已取消、超时，或这台设备没有本系统的通行密钥。",
    InvalidStateError: "这台设备已经添加过，不用再添加。",
    SecurityError: "浏览器不允许：请用 https 或 localhost 的地址打开本系统。",
  };

  async function challengeOf(form) {
    if (form.dataset.tbChallenge) return JSON.parse(form.dataset.tbChallenge);
    const answer = await fetch(form.dataset.tbChallengeFrom, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function say(form, error) {
    const place = form.querySelector("[data-tb-passkey-error]");
    place.textContent = REASONS[error.name] || "浏览器没有完成，请再试一次，或用密码登录。";
    place.hidden = false;
    place.setAttribute("role", "alert");
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-tb-passkey]");
    if (!form || form.dataset.tbSigned) return;
    event.preventDefault();
    try {
      if (!window.PublicKeyCredential || !window.webauthnJSON) throw Object.assign(new Error(), { name: "SecurityError" });
      const answer = await window.webauthnJSON[form.dataset.tbPasskey](await challengeOf(form));
      form.elements.credential.value = JSON.stringify(answer);
      form.dataset.tbSigned = "1";
      form.submit();
    } catch (error) {
      say(form, error);
    }
  });
})();
