// What a visitor meets on the search page, in Debian's Chromium: `node tests/browser/run.mjs URL-OF-THE-SEARCH`, of the site that
// site.mjs makes. Prints TAP. The browser is started once; parts share nothing else.
import { Tap, startBrowser } from './pages.mjs';
import { access } from './access.mjs';
import { kinds } from './kinds.mjs';
import { visits } from './visits.mjs';
import { scripts } from './scripts.mjs';
import { strangers } from './strangers.mjs';

const search = process.argv[2];
const tap = new Tap();
const browser = await startBrowser();
for (const part of [kinds, access, visits, scripts, strangers]) {
    const context = await browser.newContext({ viewport: { width: 900, height: 900 } });
    context.setDefaultTimeout(20000);
    try {
        await part({ tap, browser, context, page: await context.newPage(), search });
    } catch (error) {
        tap.ok(false, `${part.name}: goes on to its end`, error.stack.split('\n'));
    }
    await context.close();
}
await browser.close();
tap.finish();
