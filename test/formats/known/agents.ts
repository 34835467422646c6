/** Small made files of the agents' own formats, and of chats. */
import { openaiChat } from '../../../src/formats/openai-chat.ts';
import type { Known } from '../nothing-lost.ts';

export const AGENTS: readonly Known[] = [];

/** To be taken up by the readers of general records. */
export const CHAT: Known = {
  name: 'chat',
  format: openaiChat,
  file: 'chat.jsonl',
  records: [
    {
      id: 'chat-1',
      model: 'model-a',
      messages: [
        { role: 'system', content: 'Be brief and kind.' },
        { role: 'user', content: [{ type: 'text', text: 'Count the files.' }] },
        {
          role: 'assistant',
          reasoning_content: 'I could simply guess.',
          content: 'I will count.',
          tool_calls: [
            {
              id: 'call-1',
              type: 'function',
              function: { name: 'shell', arguments: '{"cmd":"ls"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call-1', content: [{ type: 'text', text: 'seven files' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'There are seven.' }] },
      ],
    },
  ],
};
