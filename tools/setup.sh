# shellcheck shell=bash
# What quickstart, check and .ci/run share: missing packages, configuring, building. Sourced, not run.
# Reading this file moves the shell to the root of the sources.

cd "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")" || exit

# A python3 or node from elsewhere does not see the packages that are installed here.
export PATH=/usr/bin:/bin:$PATH
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}
export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-$(nproc)}

say() { echo "${0##*/}: $*" >&2; }

# The packages of the given groups, one a line; names_of: in one line.
packages_of() {
  local group names name
  while read -r group names; do
    [[ " $* " == *" ${group%:} "* ]] || continue
    for name in $names; do echo "$name"; done
  done < tools/packages
}

names_of() { packages_of "$@" | paste -sd ' '; }

# shellcheck disable=SC2016  # dpkg-query expands the format
missing_of() {
  packages_of "$@" | sort | comm -23 - <(
    packages_of "$@" | xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2> /dev/null |
      sed -n 's/^installed //p' | sort -u)
}

as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# Installs what is missing of these groups. Where that is not possible it says what is needed and
# goes on, since the libraries may be there under other names.
install_missing() {
  local missing log=build/install.log
  if ! command -v apt-get > /dev/null; then
    say "no apt here; needed are (Debian names): $(names_of "$@")"
    return
  fi
  mapfile -t missing < <(missing_of "$@")
  ((${#missing[@]})) || return 0
  if ((EUID != 0)) && ! command -v sudo > /dev/null; then
    say "neither root nor sudo; as root: apt-get install ${missing[*]}"
    return
  fi
  say "installing ${missing[*]} (log: $log)"
  mkdir -p build
  as_root apt-get -qq update < /dev/null > "$log" 2>&1 || say "apt-get update failed; trying on"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
    install --no-install-recommends "${missing[@]}" < /dev/null >> "$log" 2>&1 ||
    { tail -n 3 "$log" >&2; say "could not install: ${missing[*]}"; }
}

# Configures build/PRESET unless it already is, with every cmake option that is given.
configure() {
  local preset=$1 option; shift
  local ready=build/$preset/build.ninja cache=build/$preset/CMakeCache.txt
  [[ -e $ready ]] || ready=
  for option in "$@"; do
    grep -qsE "^${option%%=*}:[A-Z]+=${option#*=}$" "$cache" || ready=
  done
  [[ $ready ]] || cmake --preset "$preset" "${@/#/-D}" || {
    say "cannot configure build/$preset (see above)"
    say "needed are (Debian names): $(names_of build test)"
    say "if the sources have moved: rm -r build/$preset"
    return 1
  }
}
