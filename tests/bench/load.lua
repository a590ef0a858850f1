-- Searches for the words of a file, for wrk; prints percentiles and what was answered otherwise than with 200.
local words, n, other = {}, 0, {}
for line in io.lines(os.getenv("WORDS")) do words[#words + 1] = line end
function request()
    n = n + 1
    return wrk.format("GET", os.getenv("ADDRESS") .. words[n % #words + 1])
end
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function init() busy, failed = 0, 0 end
function response(status)
    if status == 503 then busy = busy + 1 elseif status ~= 200 then failed = failed + 1 end
end
function done(summary, latency)
    local busy, failed, e = 0, 0, summary.errors
    for _, t in ipairs(threads) do busy, failed = busy + t:get("busy"), failed + t:get("failed") end
    failed = failed + e.connect + e.read + e.write + e.timeout
    print(string.format("%-34s %8.0f %8.1f %8.1f %8.1f %8d %7d %7d", os.getenv("NAME"), summary.requests / summary.duration * 1e6,
        latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, summary.requests, busy, failed))
end
