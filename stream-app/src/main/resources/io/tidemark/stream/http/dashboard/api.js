// Asks the API of the instance that this page came from.

export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  /** Whether the same question may be answered in a while. */
  get passes() {
    return this.status === 0 || this.status === 503;
  }
}

/** @param parameters those that are null, undefined or empty are not sent */
export async function ask(path, parameters, signal) {
  const query = new URLSearchParams(Object.entries(parameters ?? {})
    .filter(([, value]) => value !== null && value !== undefined && value !== '')).toString();
  let response;
  try {
    response = await fetch('api/v1/' + path + (query === '' ? '' : '?' + query), {signal, headers: {Accept: 'application/json'}});
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new ApiError('The monitor does not answer. It may be starting anew, or the network is down.', 0);
  }
  if (!response.ok) {
    throw new ApiError(await messageOf(response), response.status);
  }
  return response.json();
}

async function messageOf(response) {
  if (response.status === 401) {
    return 'Nobody is logged in. Load the page again, and give a name and password of the monitor’s users file.';
  }
  try {
    return (await response.json()).error.message;
  } catch {
    return 'The monitor answered with status ' + response.status + '.';
  }
}
