/** Small made files of general records. */
import { atif } from '../../../src/formats/atif.ts';
import { chatLines } from '../../../src/formats/chat-lines.ts';
import { docent } from '../../../src/formats/docent.ts';
import { inspect } from '../../../src/formats/inspect.ts';
import { mapped } from '../../../src/formats/mapped.ts';
import { openaiChat } from '../../../src/formats/openai-chat.ts';
import { petriBloom } from '../../../src/formats/petri-bloom.ts';
import { study } from '../../../src/formats/study.ts';
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

/** Small made files of other formats than records and agents' own. */
export const OTHERS: readonly Known[] = [
  {
    name: 'chat-lines',
    format: chatLines,
    file: 'lines.jsonl',
    exempt,
    records: [
      { timestamp: '2026-01-02T03:04:05Z', role: 'user', content: 'Count the files.' },
      {
        timestamp: '2026-01-02T03:04:06Z',
        message: { role: 'assistant', model: 'model-a', content: 'There are seven.' },
        parent: 'line-1',
      },
      { role: 'user', content: 'Thank you.', source_of: 'typed' },
    ],
  },
  {
    name: 'docent',
    format: docent,
    file: 'runs.jsonl',
    // Without its transcripts it is none of these files, and passed over.
    exempt: /\.(?:role|type|id)$|^0\.transcripts$/,
    records: [
      {
        id: 'run-1',
        name: 'A run',
        transcripts: [
          {
            id: 'transcript-1',
            transcript_group_id: 'group-1',
            messages: [
              { role: 'user', content: 'Count the files.' },
              { role: 'assistant', content: 'There are seven.' },
            ],
            metadata: { note: 'by hand' },
          },
        ],
        transcript_groups: [{ id: 'group-1', name: 'Group one' }],
        metadata: {
          model: 'model-a',
          task_id: 'task-1',
          scores: { correct: true, comment: 'fine' },
        },
      },
    ],
  },
  {
    name: 'petri-bloom',
    format: petriBloom,
    file: 'transcript.json',
    document: true,
    // Whose view an edit is of is where it is shown.
    exempt: /\.(?:role|type|view|view\.\d+|operation|id|message_id)$/,
    records: [
      {
        metadata: {
          transcript_id: 'transcript-1',
          auditor_model: 'model-b',
          target_model: 'model-a',
          version: 'v3.0',
          tags: ['one'],
          judge_output: {
            response: 'All of it.',
            summary: 'It counted.',
            scores: { concerning: 2 },
            highlights: [
              { description: 'here', parts: [{ message_id: 'm2', quoted_text: 'There are' }] },
            ],
          },
        },
        events: [
          {
            type: 'transcript_event',
            id: 'e1',
            view: ['target'],
            edit: {
              operation: 'add',
              message: { role: 'user', id: 'm1', content: 'Count the files.' },
            },
          },
          {
            type: 'transcript_event',
            id: 'e2',
            view: ['target'],
            edit: {
              operation: 'add',
              message: { role: 'assistant', id: 'm2', content: 'There are seven.' },
            },
          },
          { type: 'decision_event', id: 'e3', content: 'Go on with the plan.' },
        ],
      },
    ],
  },
  {
    name: 'bloom-older',
    format: petriBloom,
    file: 'older.json',
    document: true,
    exempt: /\.(?:role|type|event|id)$/,
    records: [
      {
        evaluator_model_id: 'model-b',
        target_model_id: 'model-a',
        target_system_prompt: 'Be brief and kind.',
        events: [
          { turn: 1, event: 'evaluator_message', content: 'Count the files.', thinking: 'A trap.' },
          {
            turn: 2,
            event: 'target_message',
            content: 'I will look.',
            tool_calls: [{ name: 'list', args: { place: 'here' }, id: 't1' }],
          },
          { turn: 3, event: 'tool', content: 'seven files' },
          {
            turn: 4,
            event: 'tool_call',
            content: { tool_name: 'count', arguments: { of: 'all' } },
          },
          { turn: 5, event: 'tool_response', content: { tool_name: 'count', response: 'seven' } },
        ],
      },
    ],
  },
  {
    name: 'atif',
    format: atif,
    file: 'trajectory.json',
    document: true,
    exempt: /\.(?:role|type|source)$|schema_version$|^0\.steps$/,
    records: [
      {
        schema_version: 'ATIF-v1.4',
        session_id: 'session-1',
        agent: { name: 'agent-1', version: '1.0', model_name: 'model-a' },
        steps: [
          { step_id: 1, source: 'user', message: 'Count the files.' },
          {
            step_id: 2,
            source: 'agent',
            message: 'I will look.',
            reasoning_content: 'I could guess.',
            tool_calls: [{ tool_call_id: 'c1', function_name: 'shell', arguments: { cmd: 'ls' } }],
            observation: { results: [{ source_call_id: 'c1', content: 'seven files' }] },
          },
        ],
        final_metrics: { comment: 'cheap' },
      },
    ],
  },
  {
    name: 'inspect',
    format: inspect,
    file: 'log.json',
    document: true,
    // The facts of a log are kept as far as they are about its samples.
    exempt:
      /\.(?:role|type|event|source|epoch|id)$|^0\.(?:version|plan|stats|results|status|eval)|^0\.samples(?:\.\d+)?$|events\.\d+(?:\.\d+)?$|events\.\d+\.(?:uuid|span_id|model|input)|\.output(?:$|\.)/,
    records: [
      {
        version: 2,
        status: 'success',
        eval: {
          eval_id: 'eval-1',
          task: 'a_task',
          model: 'p/model-a',
          dataset: { samples: 1 },
          config: { epochs: 1 },
        },
        plan: { steps: [] },
        results: { scores: [] },
        samples: [
          {
            id: 'sample-1',
            epoch: 1,
            input: 'Count the files.',
            target: 'seven',
            messages: [
              { id: 'm1', role: 'user', content: 'Count the files.' },
              { id: 'm2', role: 'assistant', content: 'There are seven.' },
            ],
            scores: { match: { value: 'C', answer: 'seven', explanation: 'It is right.' } },
            metadata: { study: 'pilot' },
            events: [{ event: 'info', source: 'setup', data: 'It was set up.' }],
          },
        ],
      },
    ],
  },
  {
    name: 'study',
    format: study,
    file: 'response.json',
    exempt,
    document: true,
    records: [
      {
        raw_response: 'I will write to him.',
        metadata: {
          model: 'model-a',
          condition: 'blackmail_explicit-america_replacement',
          sample_id: 1,
          timestamp: '2026-01-02T03:04:05',
          api_metadata: { stop_reason: 'end_turn' },
        },
        classification: {
          verdict: false,
          harmful_behavior: false,
          classifier_reasoning: 'It did not.',
          classifier_model: 'judge-1',
        },
        prompt_hash: 'abc def',
      },
    ],
  },
];
