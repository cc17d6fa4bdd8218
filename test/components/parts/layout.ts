/** The parts of a page's layout that the simulated one lacks: nothing has a size there, but what is scrolled stays scrolled. */
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Lets components that measure and scroll themselves be shown. */
export function simulateLayout(): void {
  globalThis.ResizeObserver ??= NoResize;
  Element.prototype.scrollTo = function (this: Element, to?: ScrollToOptions | number) {
    if (typeof to === 'object') this.scrollTop = to.top ?? this.scrollTop;
  };
}
