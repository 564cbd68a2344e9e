// What the adapter can do, in DAP's words.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ExceptionKind } from '../protocol/debug.ts';

type Filter = DebugProtocol.ExceptionBreakpointsFilter & { readonly filter: ExceptionKind };

const filter = (name: ExceptionKind, label: string, description: string, on: boolean): Filter => ({
  filter: name,
  label,
  description,
  default: on,
  supportsCondition: true,
  conditionDescription: 'An expression, such as iteration > 100',
});

export const exceptionFilters: readonly Filter[] = [
  filter('nan', 'NaN or ∞', 'Stops after the operation that made the first NaN or ∞ out of finite numbers.', true),
  filter('exploding', 'Exploding', 'Stops when gradients or updates have become too large.', false),
  filter('vanishing', 'Vanishing gradients', 'Stops when gradients have become too small to train by.', false),
  filter('dead', 'Dead units', 'Stops when units give 0 for every row.', false),
  filter('health', 'Any health warning', 'Stops when the health check has something new to warn of.', false),
];

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  exceptionBreakpointFilters: [...exceptionFilters],
  supportsEvaluateForHovers: true,
  supportsStepBack: true,
  supportsSteppingGranularity: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportsCancelRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsReadMemoryRequest: true,
};
