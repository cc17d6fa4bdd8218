import type { RepairCase } from '../case.ts';
import { goSite, inDockerfile } from '../sources.ts';

const plain = 'func greeting() string { return "ok" }';
const quoted = 'func greeting() string { return quote.Hello() }';
const linked = `/*
#cgo pkg-config: zlib
#include <zlib.h>
*/
import "C"

func greeting() string { return C.GoString(C.zlibVersion()) }`;

/** Builds of Go. */
export const cases: RepairCase[] = [
  {
    name: 'go.mod wants a newer Go than the image may take',
    signature: 'go_toolchain',
    outcome: 'fixed',
    fix: 'GOTOOLCHAIN=auto',
    repository: goSite(plain, [], 'go 1.25.0\n'),
    edit: inDockerfile('ENV CGO_ENABLED', 'ENV GOTOOLCHAIN=local CGO_ENABLED')
  },
  {
    name: 'go.sum lacks a module',
    signature: 'go_sum',
    outcome: 'fixed',
    fix: '-mod=mod',
    repository: { ...goSite(quoted, ['rsc.io/quote'], 'go 1.24\n\nrequire rsc.io/quote v1.5.2\n'), 'go.sum': '' }
  },
  {
    name: 'a Go program is linked to a C library that the image lacks',
    signature: 'cgo_off',
    outcome: 'fixed',
    fix: 'zlib1g-dev',
    repository: goSite(linked)
  },
  {
    name: 'a Go program does not compile',
    signature: 'compile_error',
    outcome: 'gave up',
    repository: goSite('func greeting() string { return hello() }')
  }
];
