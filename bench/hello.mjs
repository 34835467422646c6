// The least that Node and Ink can do: one line on the screen. Start-up is measured against it.
import { render, Text } from 'ink';
import { createElement } from 'react';

render(createElement(Text, null, 'hello from ink'), { alternateScreen: true });
setInterval(() => {}, 1000);
