// Ask the site to let one's own program walk, and wait for the path.
import { post } from "../site.js";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** {path, accepted, said}; `tell(text)` is called with what there is to say while one waits.
 *
 * Throws an Error, with what the site said as `said` where it said something. */
export async function follow(form, data, tell) {
  const sent = await post(form, { data });
  const answer = await read(sent);
  let gap = 200;
  for (;;) {
    const asked = performance.now();
    const walked = await read(await fetch(answer.path));
    if (!walked.waits) return walked;
    tell(walked.said);
    // The site holds a question for a while; where it can't, don't ask at once again.
    if (performance.now() - asked < 1000) await pause((gap = Math.min(gap * 1.5, 3000)));
  }
}

async function read(response) {
  if (response.headers.get("Content-Type") !== "application/json") throw new Error(response.status);
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(response.status), { said: answer.said });
  return answer;
}
