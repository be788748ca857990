-- One request, again and again.  METHOD, BODY and WANT come from the environment; any other status
-- than WANT is wrong.  Prints "RESULT requests microseconds wrong".

local threads = {}
local want = tonumber(os.getenv("WANT"))

wrk.method = os.getenv("METHOD")
wrk.body = os.getenv("BODY")
wrong = 0

function setup(thread)
	table.insert(threads, thread)
end

function response(status)
	if status ~= want then
		wrong = wrong + 1
	end
end

function done(summary)
	local errors = summary.errors
	local bad = errors.connect + errors.read + errors.write + errors.timeout

	for _, thread in ipairs(threads) do
		bad = bad + thread:get("wrong")
	end
	print(("RESULT %d %d %d"):format(summary.requests, summary.duration, bad))
end
