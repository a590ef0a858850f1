// What the page is to those who do not see its colours or do not see it: forced colours, and the tree that a screen reader reads.
import { languages, ownWord, texts } from './site.mjs';

// How an element is told from others when nothing has a background and all text has one colour.
function looksOf(element) {
    const style = getComputedStyle(element);
    return [style.fontWeight, style.textDecorationLine, style.outlineStyle, style.outlineWidth, style.borderStyle].join(' ');
}

async function looks(page, selector) {
    return page.locator(selector).first().evaluate(looksOf);
}

async function standsWithoutColours({ tap, page, search }, lang) {
    await page.emulateMedia({ forcedColors: 'active' });
    await page.goto(`${search}?lang=${lang}&q=orbit&section=news`);
    const pairs = {
        'what matches': ['#results mark', '#results .snippet'],
        'the current language': ['.languages [aria-current]', '.languages a:not([aria-current])'],
        'the chosen filter': ['ul[aria-labelledby=by-section] [aria-current]', 'ul[aria-labelledby=by-section] a:not([aria-current])'],
    };
    const alike = [];
    for (const [name, [one, other]] of Object.entries(pairs))
        if ((await looks(page, one)) === (await looks(page, other)))
            alike.push(`${name} looks like the rest`);
    const before = await looks(page, 'input[name=q]');
    await page.locator('input[name=q]').fill('');
    await page.locator('input[name=q]').pressSequentially([...texts(lang, 'title')[0]].slice(0, 3).join(''));
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    if ((await looks(page, 'input[name=q]')) === before)
        alike.push('the box that has the focus looks like one that has not');
    if ((await looks(page, '[aria-selected=true]')) === (await looks(page, '[aria-selected=false]')))
        alike.push('the chosen suggestion looks like the rest');
    tap.none(alike, `${lang}: forced colours: what matters is told without a background`);
    await page.emulateMedia({ forcedColors: null });
}

// The tree as Chromium gives it to a screen reader: of each node role, name, properties and number in the document.
async function readTree(page) {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    await session.detach();
    return nodes.filter((n) => !n.ignored).map((n) => ({
        role: n.role?.value,
        name: n.name?.value ?? '',
        id: n.backendDOMNodeId,
        properties: Object.fromEntries((n.properties ?? []).map((p) => [p.name, p.value])),
    }));
}

async function hasLandmarks({ tap, page, search }, lang) {
    await page.goto(`${search}?lang=${lang}&q=orbit`);
    const tree = await readTree(page);
    const missing = [['banner', 1, false], ['main', 1, false], ['search', 1, false], ['navigation', 3, true], ['region', 1, true], ['status', 1, false]]
        .filter(([role, n, isNamed]) => tree.filter((node) => node.role === role && (!isNamed || node.name)).length !== n)
        .map(([role, n]) => `${role}: ${tree.filter((node) => node.role === role).length} instead of ${n}`);
    const names = tree.filter((node) => node.role === 'navigation').map((node) => node.name);
    tap.none([...missing, ...(new Set(names).size === names.length ? [] : [`one name twice: ${names}`])], `${lang}: landmarks and the status are there, each with its name`);
}

async function isCombobox({ tap, page, search }, lang) {
    await page.goto(`${search}?lang=${lang}`);
    await page.locator('input[name=q]').pressSequentially([...texts(lang, 'title')[0]].slice(0, 3).join(''));
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    const tree = await readTree(page);
    const box = tree.find((node) => node.role === 'combobox'), option = tree.find((node) => node.properties.selected?.value);
    const active = box?.properties.activedescendant?.relatedNodes?.[0]?.backendDOMNodeId;
    tap.ok(box?.name && box.properties.expanded?.value && option && active === option.id && tree.some((n) => n.role === 'listbox' && n.name),
        `${lang}: the box is a named combobox, open, whose active descendant is the chosen option`, [JSON.stringify(box)]);
}

// Of another language only what is a page's own; around it the visitor's.
async function saysLanguages({ tap, page, search }, lang, other) {
    await page.goto(`${search}?lang=${lang}&q=${ownWord(other)}`);
    const faults = await page.evaluate((own) => {
        const of = (e) => e.closest('[lang]').lang;
        const theirs = document.querySelectorAll('.elsewhere :is(h3, .snippet)'), ours = document.querySelectorAll(':is(.facts, .notice, .also, h1, .total)');
        return [...(theirs.length ? [] : ['nothing in another language']), ...[...theirs].filter((e) => of(e) === own).map((e) => e.outerHTML),
            ...[...ours].filter((e) => of(e) !== own).map((e) => e.outerHTML)];
    }, lang);
    tap.none(faults, `${lang}: each part says its language`);
}

export async function access(visit) {
    const all = languages();
    for (const [i, lang] of all.entries()) {
        await standsWithoutColours(visit, lang);
        await hasLandmarks(visit, lang);
        await isCombobox(visit, lang);
        await saysLanguages(visit, lang, all[(i + 1) % all.length]);
    }
}
