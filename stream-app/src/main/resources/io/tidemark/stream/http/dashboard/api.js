// Asks the API of the instance that this page came from.

/** Longer than the monitor waits for Kafka. */
const PATIENCE_MS = 60_000;
/** Of a proxy, where the monitor is not there. */
const FROM_PROXIES = [502, 503, 504];

/** Tells of answers that are none to the question: 'unreachable' where nobody was there to give one, 'unauthorized' where nobody is logged in. */
export const refusals = new EventTarget();

export class ApiError extends Error {
  /** @param status of HTTP; 0 where the monitor was not reached */
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  /** Whether it is about the connection and not about the question. */
  get isOfConnection() {
    return this.status === 0 || this.status === 401;
  }

  /** Whether the same question may be answered in a while. */
  get passes() {
    return this.status === 429 || this.status === 503;
  }
}

/** @param parameters those that are null, undefined or empty are not sent */
export async function ask(path, parameters, signal) {
  const query = new URLSearchParams(Object.entries(parameters ?? {})
    .filter(([, value]) => value !== null && value !== undefined && value !== '')).toString();
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch('api/v1/' + path + (query === '' ? '' : '?' + query), {
      signal: signal ? AbortSignal.any([signal, patience]) : patience, headers: {Accept: 'application/json'},
    });
    if (!response.ok) {
      throw await errorOf(response);
    }
    return await response.json();
  } catch (e) {
    if (e instanceof ApiError || signal?.aborted) {
      throw e;
    }
    throw unreachable();
  }
}

async function errorOf(response) {
  if (response.status === 401) {
    refusals.dispatchEvent(new Event('unauthorized'));
    return new ApiError('Nobody is logged in. Load the page again, and give a name and password of the monitor’s users file.', 401);
  }
  try {
    return new ApiError((await response.json()).error.message, response.status);
  } catch {
    return FROM_PROXIES.includes(response.status) ? unreachable() : new ApiError('The monitor answered with status ' + response.status + '.', response.status);
  }
}

function unreachable() {
  refusals.dispatchEvent(new Event('unreachable'));
  return new ApiError('The monitor does not answer. It may be starting anew, or the network is down.', 0);
}
