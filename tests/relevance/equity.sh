#!/bin/bash
# `make relevance-equity`: how equal the languages are in what the program answers, on sets of the benchmark in
# $ISOGLOT_SHARED/bench and on the Debian Handbook; PARITY's indicator 17 and the answers that exist in other languages only.
# Prints the figures and fails below the marks of equity.py. PARTS: blend elsewhere; SITES: patterns of
# the sites' names; VERBOSE=1 prints all shares and faults; KEEP=DIR keeps sites, runs and answers.
# The lexicon of each site is learned from the site itself and from texts that are no part of it, never from the questions.
set -eu
bench=${ISOGLOT_SHARED:-../shared}/bench
isoglot=$BUILD/isoglot
here=tests/relevance
handbook=/usr/share/doc/debian-handbook/html
editions="ar-MA en-US es-ES fr-FR ru-RU zh-CN"
[ -d "$bench" ] || { echo "equity: skipped, no benchmark at '$bench'"; exit 0; }
if [ -n "${KEEP:-}" ]; then work=$KEEP; mkdir -p "$work"; else work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; fi
parts=${PARTS:-blend elsewhere}
started=$EPOCHREALTIME
status=0
site() { python3 $here/equity_site.py "$@"; }
languages() { for p in langs/*/profile.c; do basename "$(dirname "$p")"; done; }

# wanted NAME: is it one of SITES?
read -ra sites <<<"${SITES:-*}"
wanted() { for pattern in "${sites[@]}"; do [[ $1 == $pattern ]] && return 0; done; return 1; }

# The parallel texts that have nothing of a set: learned from with it.
others() {
    case $1 in
    ntrexw* | mix*) echo moz sdg osguide_par ;;
    sdg* | goals*) echo ntrex_sent moz osguide_par ;;
    osguide*) echo ntrex_sent moz sdg ;;
    *) echo ntrex_sent moz sdg osguide_par ;;
    esac
}
# data NAME FEED…: the site's index, with a lexicon that was learned beside it from FEED and the other texts.
data() {
    name=$1
    shift
    "$isoglot" --data "$work/$name.data" index --no-learn "$@" >/dev/null
    python3 $here/parallel_site.py "$bench/parallel" $(others "$name") >"$work/$name.parallel.jsonl"
    "$isoglot" --data "$work/$name.wide" index --no-learn "$@" >/dev/null
    "$isoglot" --data "$work/$name.wide" index --no-learn "$work/$name.parallel.jsonl" >/dev/null
    "$isoglot" --data "$work/$name.wide" learn >"$work/$name.learned"
    rm -rf "$work/$name.data/lexicon"
    cp -r "$work/$name.wide/lexicon" "$work/$name.data/lexicon"
}
# ask_all NAME: the topics of a site in all languages.
ask_all() {
    mkdir -p "$work/$1.runs"
    for lang in $(languages); do
        [ -e "$work/$1/$lang.topics.tsv" ] || continue
        "$isoglot" --data "$work/$1.data" search --topics "$work/$1/$lang.topics.tsv" --lang "$lang" --all-languages --format trec \
            --limit 50 >"$work/$1.runs/$lang.run"
    done
}
# blend NAME MARKS
blend() {
    wanted "$1" || return 0
    data "$1" "$work/$1/pages.jsonl"
    ask_all "$1"
    echo "$1"
    python3 $here/equity.py blend ${VERBOSE:+--verbose} "$work/$1" "$work/$1.runs" --mark "$2" || status=1
}

# ask_elsewhere NAME: what the site lacks, asked for in the language that lacks it.
ask_elsewhere() {
    mkdir -p "$work/$1.answers"
    for file in "$work/$1"/*.carried.tsv "$work/$1"/*.own.tsv; do
        base=$(basename "$file" .tsv)
        "$isoglot" --data "$work/$1.data" search --topics "$file" --lang "${base%%.*}" --format json >"$work/$1.answers/$base.jsonl"
    done
}
# same_alone NAME: what a question finds in its language does not depend on the others: a site that is configured for this one
# alone says the same. (A question in another language is carried into the asked one, which needs that other.)
same_alone() {
    for lang in $(languages); do
        printf '[site]\nname = One\nstart = https://bench.example/\nlanguages = %s\ndata = %s\n' "$lang" "$work/$1.data" >"$work/one.conf"
        set -- "$1" search --topics "$work/$1/$lang.carried.tsv" --lang "$lang" --format trec
        "$isoglot" --config "$work/one.conf" "${@:2}" >"$work/alone"
        "$isoglot" --data "$work/$1.data" "${@:2}" | cmp -s - "$work/alone" ||
            { echo "  $lang: results differ where no other language is configured"; status=1; }
    done
}
# elsewhere NAME MARKS FEED…
elsewhere() {
    name=$1 marks=$2
    shift 2
    wanted "$name" || return 0
    data "$name" "$@"
    ask_elsewhere "$name"
    echo "$name"
    python3 $here/equity.py elsewhere ${VERBOSE:+--verbose} "$work/$name" "$work/$name.answers" --mark "$marks" || status=1
    same_alone "$name"
}

site bench "$bench/ntrexw" "$work/ntrexw"
site bench "$bench/sdg" "$work/sdg"
site bench "$bench/osguide" "$work/osguide"
case " $parts " in *" blend "*)
    site bench "$bench/osguide" --titles "$bench/parallel/osguide_par.jsonl" "$work/osguide.titled"
    site bench "$bench/ntrexw" --titles topics "$work/ntrexw.titled"
    site bench "$bench/sdg" --titles topics "$work/sdg.titled"
    for set in ntrexw sdg osguide; do
        blend $set exposure
        blend $set.titled exposure,rbo
    done
    site goals "$bench/sdg" "$bench/parallel/sdg.jsonl" "$work/goals"
    site mix "$bench/parallel/ntrex_sent.jsonl" "$work/mix"
    for set in ntrexw sdg osguide goals mix; do
        for seed in ${SEEDS:-1 2}; do
            site unequal "$work/$set" "$work/$set.unequal$seed" --seed $seed
            blend $set.unequal$seed peer,exposure
        done
    done
esac
case " $parts " in *" elsewhere "*)
    for set in osguide sdg; do
        [ $set = osguide ] && titles=$bench/parallel/osguide_par.jsonl || titles=topics
        site bench "$bench/$set" --titles "$titles" "$work/$set.whole"
        site lacking "$work/$set.whole" "$work/$set.lacking"
        elsewhere $set.lacking found "$work/$set.lacking/pages.jsonl"
    done
    if [ -d "$handbook" ]; then
        mkdir -p "$work/handbook.files"
        for edition in $editions; do
            mkdir -p "$work/handbook.files/$edition"
            cp "$handbook/$edition"/*.html "$work/handbook.files/$edition/"
        done
        "$isoglot" --data "$work/handbook.data" index --no-learn --base http://handbook.example/ "$work/handbook.files" >/dev/null
        site handbook "$work/handbook.data/ledger.db" --files "$work/handbook.files" "$work/handbook"
        site lacking "$work/handbook" "$work/handbook.lacking"
        # The files that are left, in a folder of their own.
        jq -r .text "$work/handbook.lacking/pages.jsonl" | while read -r file; do
            to=$work/handbook.left/${file#"$work/handbook.files/"}
            mkdir -p "$(dirname "$to")" && cp "$file" "$to"
        done
        elsewhere handbook.lacking found --base http://handbook.example/ "$work/handbook.left"
    fi
esac
awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.0f s\n", b - a }'
exit $status
