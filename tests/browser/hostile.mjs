// Strings that try to become markup or to break what shows them: the suite of naughty strings, where it is, and vectors made
// of the ways into an HTML page.
import { existsSync, readFileSync } from 'node:fs';

const SUITE = `${process.env.ISOGLOT_SHARED ?? '../shared'}/suites/naughty-strings/strings.json`;

const OPENINGS = ['', '"', "'", '">', "'>", '</title>', '</mark>', '</textarea>', '-->', ']]>', '\u202e', '\ufeff'];
const VECTORS = [
    '<xss-probe>',
    '<img src=x onerror=probe()>',
    ' onfocus=probe() autofocus x=',
    '<svg/onload=probe()>',
    '&lt;xss-probe&gt;&#60;xss-probe&#62;',
    '<!--<xss-probe>',
    'javascript:probe()',
];

export const hasSuite = () => existsSync(SUITE);

export function hostileStrings() {
    const suite = hasSuite() ? JSON.parse(readFileSync(SUITE, 'utf8')) : [];
    return [...suite, ...OPENINGS.flatMap((opening) => VECTORS.map((vector) => opening + vector))];
}
