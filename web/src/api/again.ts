/** Logging in again over the page, while requests wait and nothing typed is lost. */

type Ask = () => void;

let waiting: { promise: Promise<void>; done: () => void } | null = null;
const askers = new Set<Ask>();

/** Resolves once somebody has logged in again; however many requests wait, one dialog asks. */
export function loggedInAgain(): Promise<void> {
  if (waiting === null) {
    let done: () => void = hasLoggedIn;
    const promise = new Promise<void>((resolve) => (done = resolve));
    waiting = { promise, done };
    askers.forEach((ask) => ask());
  }
  return waiting.promise;
}

export function isAskedToLogIn(): boolean {
  return waiting !== null;
}

/** Lets the waiting requests go. */
export function hasLoggedIn(): void {
  waiting?.done();
  waiting = null;
  askers.forEach((ask) => ask());
}

/** Tells `ask` whenever the dialog has to open or close. */
export function onAsk(ask: Ask): () => void {
  askers.add(ask);
  return () => void askers.delete(ask);
}
