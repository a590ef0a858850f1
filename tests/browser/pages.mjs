// What the browser tests share: Debian's Chromium, started once, axe-core for accessibility, html-validate for markup.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
// WCAG 2.2 AA, and what axe-core holds for good practice.
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The rules of html-validate: its recommended ones, but for what is taste and not HTML.
const validator = new HtmlValidate({
    root: true,
    extends: ['html-validate:recommended'],
    rules: {
        'long-title': 'off',
        'no-trailing-whitespace': 'off',
        'void-style': 'off',
    },
});

export function startBrowser() {
    // The sandbox needs a user other than root; these pages are our own.
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-prefers-reduced-motion',
            '--disable-features=LocalNetworkAccessChecks'],
    });
}

// What is wrong with the markup: lines of text.
export async function markupFaults(html) {
    const report = await validator.validateString(html);
    return report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

// What axe-core finds on the page as it stands: lines of text.
export async function axeFaults(page) {
    if (!(await page.evaluate(() => 'axe' in window)))
        await page.evaluate(readFileSync(AXE, 'utf8'));
    const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags, rules: { 'target-size': { enabled: true } } }), RULES);
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id} at ${n.target.join(' ')}: ${n.failureSummary.replace(/\s+/g, ' ')}`));
}

// The same in both colour schemes.
export async function axeFaultsInBothSchemes(page) {
    const faults = [];
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const fault of await axeFaults(page))
            faults.push(`${colorScheme}: ${fault}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    return faults;
}

// What does not fit at 1280 pixels and 400 %, nor at 640 and letters of twice their size: what is wider than the screen, and text
// that is cut off; but what is typed, which moves within its box.
export async function roomFaults(page) {
    const faults = [], before = page.viewportSize();
    for (const [width, fontSize] of [[320, ''], [320, '200%'], [640, '200%']]) {
        await page.setViewportSize({ width, height: 256 });
        faults.push(...(await page.evaluate((size) => {
            document.documentElement.style.fontSize = size;
            const excess = document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
            const isCut = (e) => !e.matches('input') && /hidden|clip/.test(getComputedStyle(e).overflowX) && e.clientWidth > 1 && e.scrollWidth > e.clientWidth;
            const cut = [...document.body.querySelectorAll('*')].filter(isCut).map((e) => `cut off: ${e.outerHTML.slice(0, 80)}`);
            return excess > 0 ? [`${excess} pixels too wide`, ...cut] : cut;
        }, fontSize)).map((fault) => `${width} pixels, letters of ${fontSize || '100%'}: ${fault}`));
    }
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
    await page.setViewportSize(before);
    return faults;
}

// What goes wrong behind a page's back, from now on: errors, refusals by its own policy, requests to others.
export function startWatch(page, search) {
    const faults = [];
    page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
    page.on('console', (m) => m.type() === 'error' && !m.text().includes('status of') && faults.push(`console: ${m.text()}`));
    page.on('request', (r) => new URL(r.url()).origin !== new URL(search).origin && faults.push(`request: ${r.url()}`));
    return { faults };
}

// TAP: each check is a line, its faults are comments below it.
export class Tap {
    count = 0;
    failed = 0;

    ok(isGood, name, faults = []) {
        this.count++;
        this.failed += !isGood;
        console.log(`${isGood ? 'ok' : 'not ok'} ${this.count} - ${name}`);
        for (const fault of isGood ? [] : faults)
            console.log(`# ${String(fault).replaceAll('\n', ' ')}`);
    }

    none(faults, name) {
        this.ok(faults.length === 0, name, faults.slice(0, 20));
    }

    is(got, expected, name) {
        this.ok(got === expected, name, [`expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`]);
    }

    finish() {
        console.log(`1..${this.count}`);
        process.exitCode = this.failed ? 1 : 0;
    }
}
