/** Small made files of the agents' own formats, and of chats. */
import { codex } from '../../../src/formats/codex.ts';
import { openaiChat } from '../../../src/formats/openai-chat.ts';
import type { Known } from '../nothing-lost.ts';

const at = (second: number): string => `2031-01-02T03:04:0${second}Z`;

const item = (second: number, payload: object): object => ({
  timestamp: at(second),
  type: 'response_item',
  payload,
});

const CODEX: Known = {
  name: 'codex',
  format: codex,
  file: 'rollout.jsonl',
  exempt: /encrypted_content/,
  records: [
    {
      timestamp: at(1),
      type: 'session_meta',
      payload: {
        id: 'codex-1',
        timestamp: at(1),
        cwd: '/made/up',
        cli_version: '0.125.0',
        base_instructions: { text: 'You are a coding agent.' },
        git: { branch: 'main' },
      },
    },
    {
      timestamp: at(1),
      type: 'turn_context',
      payload: { turn_id: 'turn-1', model: 'model-a', sandbox_policy: { mode: 'read-only' } },
    },
    item(2, { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Count.' }] }),
    { timestamp: at(2), type: 'event_msg', payload: { type: 'user_message', message: 'Count.' } },
    item(3, {
      type: 'reasoning',
      summary: [{ type: 'summary_text', text: 'I could simply guess.' }],
      content: null,
      encrypted_content: 'gAAAA',
    }),
    item(3, {
      type: 'function_call',
      name: 'shell',
      arguments: '{"command":"ls"}',
      call_id: 'c-1',
    }),
    {
      timestamp: at(4),
      type: 'event_msg',
      payload: { type: 'exec_command_end', call_id: 'c-1', stdout: 'seven files', exit_code: 0 },
    },
    item(4, { type: 'function_call_output', call_id: 'c-1', output: 'Output:\nseven files' }),
    { timestamp: at(5), type: 'event_msg', payload: { type: 'agent_message', message: 'Seven.' } },
    item(5, {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'Seven.' }],
    }),
    { timestamp: at(6), type: 'compacted', payload: { message: 'In short.' } },
  ],
};

const OLD_CODEX: Known = {
  name: 'codex, older',
  format: codex,
  file: 'old.jsonl',
  exempt: /encrypted_content/,
  records: [
    { id: 'codex-2', timestamp: at(1), instructions: 'House rules.', git: { branch: 'main' } },
    { record_type: 'state' },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Count the files.' }] },
    { type: 'reasoning', id: 'rs-1', summary: [{ type: 'summary_text', text: 'I guess.' }] },
    { type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin', call_id: 'c-1' },
    {
      type: 'custom_tool_call_output',
      call_id: 'c-1',
      output: '{"output":"a b","metadata":{"how":"well"}}',
    },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Two.' }] },
  ],
};

export const AGENTS: readonly Known[] = [CODEX, OLD_CODEX];

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
