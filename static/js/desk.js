// The desk's only script: it lets the browser make and use passkeys. Whatever is shown as refused is said by the
// office; what the browser itself gives up is said here.

// Bytes travel as base64url in JSON, which browsers of all ages can then be given as buffers.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => list?.map((c) => ({ ...c, id: bytes(c.id) }));

// What is made: a passkey, or the proof of one.
async function make(options) {
  const made = await navigator.credentials.create({ publicKey: {
    ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: named(options.excludeCredentials),
  } });
  return { ...common(made), response: {
    clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  } };
}

async function use(options) {
  const used = await navigator.credentials.get({ publicKey: {
    ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials),
  } });
  const r = used.response;
  return { ...common(used), response: {
    clientDataJSON: text(r.clientDataJSON), authenticatorData: text(r.authenticatorData), signature: text(r.signature),
    userHandle: r.userHandle ? text(r.userHandle) : undefined,
  } };
}

const common = (credential) => ({
  id: credential.id, rawId: text(credential.rawId), type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment ?? undefined, clientExtensionResults: {},
});

class Refused extends Error {}

// post sends JSON and gives JSON; what the office refuses is thrown in its own words.
async function post(address, body, token) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers["X-Form-Token"] = token;
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(said.message ?? "The office does not answer as it should. Try again later.");
  return said;
}

// What browsers call the reasons for which they give up.
const reasons = {
  NotAllowedError: "It was cancelled, took too long, or there is no passkey for this desk on this device.",
  InvalidStateError: "This device holds a passkey for this desk already.",
  SecurityError: "The browser takes no passkeys at this address. Open the desk by the address that the office names.",
  NotSupportedError: "This device cannot make passkeys of the sort that is needed.",
};

async function run(form) {
  const { passkey, begin, finish, to, token } = form.dataset;
  const first = passkey === "enrol" ? { link: location.hash.slice(1) } : {};
  const { ceremony, options } = await post(begin, first, token);
  const credential = await (passkey === "sign-in" ? use(options) : make(options));
  await post(finish, { ceremony, credential, label: form.elements.label?.value ?? "" }, token);
  location.assign(to);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  const said = form.querySelector(".said");
  const say = (words, refused) => { said.textContent = words; said.classList.toggle("refusal", Boolean(refused)); };
  if (!window.PublicKeyCredential) {
    say("This browser, or this address, has no passkeys. They need a current browser, and TLS everywhere but on localhost.", true);
    continue;
  }
  button.disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    say("Follow your browser …");
    try {
      await run(form);
      say("Done.");
    } catch (error) {
      say(error instanceof Refused ? error.message : reasons[error.name] ?? "Nothing was done. Look whether you are online, and try again.", true);
      button.disabled = false;
    }
  });
}
