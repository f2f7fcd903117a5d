// Asks the browser for a passkey and sends what it answers. The form says what for in
// data-passkey: "create" a new one, "get" one of this person's, or "login" as whoever it belongs to.
const toBytes = (text) => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (keys) => keys?.map((key) => ({ ...key, id: toBytes(key.id) }));

async function optionsFor(form) {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(document.getElementById("passkey-options").textContent).publicKey;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options.publicKey;
}

async function create(options) {
  return navigator.credentials.create({ publicKey: {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials),
    // Kept on the device with its owner's name, so that it can log in without an address typed.
    authenticatorSelection: {
      ...options.authenticatorSelection, residentKey: "required", requireResidentKey: true,
    },
  } });
}

async function get(options) {
  return navigator.credentials.get({ publicKey: {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: withBytes(options.allowCredentials),
  } });
}

function written(credential) {
  const { id, type, response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const kept = parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]);
  return JSON.stringify({
    id,
    type,
    rawId: toText(credential.rawId),
    response: { ...Object.fromEntries(kept), transports: response.getTransports?.() },
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

function tell(form) {
  const line = form.querySelector("[role=alert]") ?? form.appendChild(document.createElement("p"));
  line.className = "error";
  line.setAttribute("role", "alert");
  line.textContent = form.dataset.failed;
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const options = await optionsFor(form);
      const credential = await (form.dataset.passkey === "create" ? create : get)(options);
      form.elements.credential.value = written(credential);
      form.submit();
    } catch {
      tell(form);
    }
  });
}
