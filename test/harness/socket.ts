import type { Page, WebSocketRoute } from 'playwright-core';

/** The sockets of a page, which a test may cut, as a train in a tunnel does, and mend again. */
export interface Line {
  /** Closes what is open and lets nothing open until `mend`. */
  cut(): Promise<void>;
  mend(): void;
}

/** Puts itself between the page and its sockets. Call it before the page is opened. */
export async function cuttable(page: Page): Promise<Line> {
  const open = new Set<WebSocketRoute>();
  let broken = false;
  await page.routeWebSocket(/./, (socket) => {
    if (broken) return void socket.close({ code: 1001 });
    socket.connectToServer();
    open.add(socket);
  });
  return {
    async cut() {
      broken = true;
      await Promise.all([...open].map((socket) => socket.close({ code: 1001 })));
      open.clear();
    },
    mend: () => void (broken = false)
  };
}
