/** Small made files of general records. */
import { mapped } from '../../../src/formats/mapped.ts';
import { openaiChat } from '../../../src/formats/openai-chat.ts';
import type { Known } from '../nothing-lost.ts';

/** Whose a message is and what a part is, which their turns are. */
const exempt = /\.(?:role|type)$/;

export const RECORDS: readonly Known[] = [
  {
    name: 'jsonl',
    format: mapped,
    file: 'records.jsonl',
    exempt,
    records: [
      {
        id: 'record-1',
        model: 'model-a',
        condition: 'condition-1',
        system: 'Be brief and kind.',
        prompt: 'Count the files.',
        reasoning: 'I could simply guess.',
        response: 'There are seven.',
        label: 'misled',
        judge: 'judge-1',
        rationale: 'It guessed.',
        tags: ['one', 'two'],
        metadata: { study: 'pilot' },
      },
      {
        id: 'record-2',
        model: 'model-a',
        prompt: 'Count again.',
        response: null,
        error: 'HTTP 429',
      },
    ],
  },
  {
    name: 'responses',
    format: mapped,
    file: 'responses.jsonl',
    exempt,
    records: [
      {
        custom_id: 'record-3',
        response: {
          status_code: 200,
          body: {
            id: 'response-1',
            model: 'model-a',
            choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'Seven.' } }],
            usage: { tier: 'default' },
          },
        },
      },
      {
        id: 'record-4',
        model: 'model-a',
        input: 'Count the files.',
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'I could guess.' }] },
          { type: 'function_call', call_id: 'c', name: 'shell', arguments: '{"cmd":"ls"}' },
          { type: 'function_call_output', call_id: 'c', output: 'seven files' },
          {
            type: 'message',
            role: 'assistant',
            content: [{ type: 'output_text', text: 'There are seven.' }],
          },
        ],
      },
    ],
  },
  {
    name: 'document',
    format: mapped,
    file: 'results.json',
    exempt,
    document: true,
    records: [
      {
        study: 'pilot',
        parameters: { model: 'model-a', host: 'made-up' },
        results: [
          {
            scenario_name: 'one',
            conversation: [
              { role: 'user', content: 'Count the files.' },
              { role: 'assistant', content: 'There are seven.' },
            ],
            severity: 'low',
          },
          {
            scenario_name: 'two',
            conversation: [
              { role: 'user', content: 'Count them again.' },
              { role: 'assistant', content: 'There are eight.' },
            ],
            severity: 'high',
          },
        ],
      },
    ],
  },
  {
    name: 'chat',
    format: openaiChat,
    file: 'chat.json',
    exempt,
    document: true,
    records: [
      {
        id: 'chat-1',
        model: { name: 'model-a', vendor: 'made-up' },
        messages: [
          { role: 'user', content: 'Count the files.' },
          { role: 'assistant', content: 'There are seven.' },
        ],
        score: { value: 1, explanation: 'It counted.' },
      },
    ],
  },
];
