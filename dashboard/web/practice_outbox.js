// Where a tab keeps what is on its way: apart from other tabs of the same shift, and what closed ones left comes along.

import { deviceId } from "./api.js";

const NAME = "outbox:";

/** Return a Keep for this tab's Outbox, made of names in *keep*. */
export async function ownOutbox(keep) {
  const own = `${NAME}${await deviceId()}`;
  const left = (await orphans(keep)).filter((name) => name !== own);
  const actions = [own, ...left].flatMap((name) => keep.get(name) ?? []);
  left.forEach((name) => keep.drop(name));
  if (actions.length) keep.set(own, actions);
  return { get: () => keep.get(own), set: (_, value) => keep.set(own, value), drop: () => keep.drop(own) };
}

/** Return the outboxes of tabs that are gone: a tab that lives holds the lock of its device (see deviceId). */
async function orphans(keep) {
  const names = keep.names(NAME);
  if (!names.length || !navigator.locks) return [];
  const held = new Set((await navigator.locks.query()).held.map(({ name }) => name));
  return names.filter((name) => !held.has(`sandbox-device-${name.slice(NAME.length)}`));
}
