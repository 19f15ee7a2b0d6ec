// SPDX-License-Identifier: Apache-2.0
// The questions and the answers. The answers are the JSON reports of the commands of `rampart`, which the schemas in its
// docs/ describe in full: check.schema.json and so on.

/** A document: its name is shown and compared, and never opened. */
export interface NamedText {
    name: string;
    /** The text as it is, or what it says as JSON. */
    text: string | object;
}
export type Texts = NamedText | NamedText[];

/** What decides. */
export interface Sources {
    /** An account file, an export, a Terraform plan or state, a template; with the policy documents that it names. */
    account?: Texts | null;
    accountId?: string;
    /** Of a plan: the account before it is applied. */
    before?: boolean;
    asComplete?: boolean;
    requireComplete?: boolean;
    templateParams?: Record<string, string | number | boolean>;
    /** Layers that do not exist: "BucketPolicy". */
    layerAbsent?: string[];
    /** Readings of undocumented points: {"resource-case": "insensitive"}. */
    assume?: Record<string, string>;
}

export interface SourcesWithPolicies extends Sources {
    policies?: Texts;
    /** Levels, outermost first. */
    controlPolicies?: Texts;
    sessionPolicy?: NamedText;
}

/** A request; a key that is neither given nor said to be absent is unknown. */
export interface Request {
    principal?: string;
    action?: string;
    resource?: string | string[];
    params?: Record<string, string>;
    context?: Record<string, string | number | boolean | Array<string | number | boolean>>;
    absent?: string[];
    /** Every key that is not given is absent. */
    complete?: boolean;
    literal?: boolean;
    [member: string]: unknown;
}

export interface CheckQuestion extends SourcesWithPolicies {
    request: Request;
    /** "now", "unknown", or a time. */
    at?: string;
    lenient?: boolean;
    suggest?: boolean;
}

export interface WhoCanQuestion extends Sources {
    request: Request;
    actions?: string[];
    any?: boolean;
    direct?: boolean;
    only?: Array<'allow' | 'conditional' | 'deny'>;
    kinds?: Array<'user' | 'role' | 'root'>;
    principals?: string[];
    at?: string;
    lenient?: boolean;
}

export interface WhatCanQuestion extends SourcesWithPolicies {
    principal?: string;
    write?: boolean;
    service?: string;
    asPolicy?: boolean;
}

export type Rules = Record<string, 'error' | 'warning' | 'note' | 'off' | 'default'>;

export interface LintQuestion {
    documents: Texts;
    rules?: Rules;
    requireComplete?: boolean;
}

export interface FixQuestion {
    document: NamedText;
    rules?: Rules;
}

export interface DenialQuestion extends SourcesWithPolicies {
    denial: NamedText;
    request?: Request;
    at?: string;
}

export interface DiffQuestion {
    old?: Texts;
    new?: Texts;
    plan?: NamedText;
    accountId?: string;
    asComplete?: boolean;
    requireComplete?: boolean;
    templateParams?: Record<string, string | number | boolean>;
    assume?: Record<string, string>;
}

export interface CatalogQuestion {
    action?: string;
    match?: string;
    service?: string;
    resource?: string;
    key?: string;
    services?: true;
    regions?: true;
}

export interface CompleteQuestion {
    /** What was typed. */
    action: string;
    limit?: number;
}

export type Outcome = 'Allow' | 'Deny' | 'Conditional';

/** A statement that decided. */
export interface Statement {
    policy: string | null;
    policyType: string | null;
    layer: string;
    /** From 0. */
    statement: number | null;
    sid: string | null;
    effect: 'Allow' | 'Deny';
    attachedTo: string | null;
    resourceGroup: string | null;
    action: string | null;
    resource: string | null;
    file: string | null;
    line: number | null;
    column: number | null;
    [member: string]: unknown;
}

/** Answers have more members than stand here; the schemas name all. */
export interface Report {
    [member: string]: unknown;
}

export interface Decision extends Report {
    decision: Outcome;
    noPermissionType?: 'ImplicitDeny' | 'ExplicitDeny';
    policyType?: string;
    principal: string | null;
    action: string;
    resource: string | null;
    matched: Statement[];
    conditions: Array<Record<string, unknown>>;
    unknownKeys: string[];
    unknownLayers: string[];
    dependsOn: string[];
    nearest: Array<Record<string, unknown>>;
    message: string;
}

export interface WhoCanReport extends Report {
    summary: Record<string, unknown>;
    principals: Array<{ principal: string; decision: Outcome; [member: string]: unknown }>;
    incomplete: unknown[];
}

export interface WhatCanReport extends Report {
    rows: Array<{ decision: Outcome; [member: string]: unknown }>;
}

export interface LintReport extends Report {
    findings: Array<Record<string, unknown>>;
    summary: Record<string, unknown>;
}

export interface DiffReport extends Report {
    differences: Array<Record<string, unknown>>;
    undecided: Array<Record<string, unknown>>;
}

export interface Completion {
    asked: string;
    actions: Array<{ action: string; accessLevel: string | null; parameters: string[]; [member: string]: unknown }>;
    more: boolean;
}

export interface Version {
    program: 'rampart';
    version: string;
    catalog: { date: string; digest: string };
    account: null;
}

/** What error.schema.json says. */
export interface Failure {
    error: { code: string; name: string; message: string; help: string | null; [member: string]: unknown };
    diagnostics: Array<Record<string, unknown>>;
    omitted: number;
}

/** Thrown where there is no answer. A denial is an answer. */
export class RampartError extends Error {
    /** 400: the question is not understood; 413: it is too large; 422: an input is refused; 500: a fault of the module. */
    readonly status: number;
    readonly report: Failure;
}

/** The largest body that is taken, in bytes. */
export const LARGEST_BODY: number;

export class Rampart {
    constructor(module: WebAssembly.Module, clock?: () => Date);

    /** As a client of `rampart serve` asks: texts of JSON go in and come out. Never throws. */
    ask(method: 'GET' | 'POST', path: string, body?: string): { status: number; text: string };

    check(question: CheckQuestion): Decision;
    whoCan(question: WhoCanQuestion): WhoCanReport;
    whatCan(question: WhatCanQuestion): WhatCanReport;
    lint(question: LintQuestion): LintReport;
    fix(question: FixQuestion): { file: string; fixed: number; text: string };
    explainDenial(question: DenialQuestion): Report;
    diff(question: DiffQuestion): DiffReport;
    catalog(question: CatalogQuestion): Report;
    complete(question: CompleteQuestion): Completion;
    assumptions(): Report;
    version(): Version;
}

/**
 * Loads the module: in Node from the file beside the package's own, in a browser by fetching it from beside the script.
 * `source`: its bytes, or the compiled module, where it is elsewhere. `clock`: what "now" stands for.
 */
export function load(source?: BufferSource | WebAssembly.Module, clock?: () => Date): Promise<Rampart>;
