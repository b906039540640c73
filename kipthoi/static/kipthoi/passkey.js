/* Passkeys: the browser makes a key, or signs with one. Without script, or where the
   browser has no passkeys, the buttons stay hidden and the code by e-mail remains. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (c) => c.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(options) {
    const wanted = { ...options.publicKey };
    wanted.challenge = bytes(wanted.challenge);
    wanted.user = { ...wanted.user, id: bytes(wanted.user.id) };
    wanted.excludeCredentials = named(wanted.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: wanted });
    const answer = {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    };
    if (made.response.getTransports) answer.transports = made.response.getTransports();
    return written(made, answer);
  }

  async function sign(options) {
    const wanted = { ...options.publicKey };
    wanted.challenge = bytes(wanted.challenge);
    wanted.allowCredentials = named(wanted.allowCredentials);
    const made = await navigator.credentials.get({ publicKey: wanted });
    const handle = made.response.userHandle;
    return written(made, {
      clientDataJSON: text(made.response.clientDataJSON),
      authenticatorData: text(made.response.authenticatorData),
      signature: text(made.response.signature),
      userHandle: handle ? text(handle) : null,
    });
  }

  const written = (made, response) => ({
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response,
    clientExtensionResults: made.getClientExtensionResults(),
    authenticatorAttachment: made.authenticatorAttachment,
  });

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (failed) failed.hidden = true;
      try {
        let answer;
        if (form.dataset.passkey === "make") {
          answer = await make(JSON.parse(form.dataset.options));
        } else {
          const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
          answer = await sign((await reply.json()).request_options);
        }
        form.elements.credential.value = JSON.stringify(answer);
        form.submit();
      } catch {
        if (failed) failed.hidden = false;
      }
    });
  }
})();
