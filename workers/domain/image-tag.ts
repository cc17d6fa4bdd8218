const moving =
  /(?:^|[._-])(?:latest|edge|nightly|canary|rolling|main|master|next|unstable|experimental|beta|alpha|rc\d*)(?:$|[._-])/;
/** Releases that go by a name, and never move on to the next. */
const release = /(?:^|-)(?:bullseye|bookworm|trixie|jammy|noble|debian1[0-9])(?:$|-)/;

/** Whether an image's tag always means the same kind of image: it names a version, and no moving line of them. */
export const namesVersion = (tag: string): boolean => !moving.test(tag) && (/\d/.test(tag) || release.test(tag));
