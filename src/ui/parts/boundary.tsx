/** Keeps a failure of what is drawn inside from being drawn itself: Ink's own way shows a stack trace. */
import { Component, type ReactNode } from 'react';

type Props = { readonly onError: (error: unknown) => void; readonly children: ReactNode };

/** Reports an error of drawing and draws nothing. A class, since React has no hook for that. */
export class Boundary extends Component<Props, { readonly failed: boolean }> {
  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render(): ReactNode {
    return this.state.failed ? undefined : this.props.children;
  }
}
