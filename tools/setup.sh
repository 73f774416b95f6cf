# shellcheck shell=bash
# What quickstart, check and .ci/run share: installing packages and configuring. Sourced, not run.
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
needed=
install_missing() {
  local missing log=build/install.log
  if ! command -v apt-get > /dev/null; then
    needed=$(names_of "$@")
    say "no apt here; needed are (Debian names): $needed"
    return
  fi
  mapfile -t missing < <(missing_of "$@")
  ((${#missing[@]})) || return 0
  needed=${missing[*]}
  if ((EUID != 0)) && ! command -v sudo > /dev/null; then
    say "neither root nor sudo; as root: apt-get install $needed"
    return
  fi
  say "installing $needed (log: $log)"
  mkdir -p build
  as_root apt-get -qq update < /dev/null > "$log" 2>&1 || say "apt-get update failed; trying on"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 \
    install --no-install-recommends "${missing[@]}" < /dev/null >> "$log" 2>&1 ||
    { tail -n 3 "$log" >&2; say "could not install: $needed"; }
}

# Whether build/PRESET is ready to build. One that belongs to sources elsewhere is removed.
configured() {
  local folder=build/$1
  [[ -e $folder/CMakeCache.txt ]] || return
  if [[ ! $(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt") -ef . ]]; then
    say "$folder was made for sources elsewhere: starting it afresh"
    rm -rf "$folder"
  fi
  [[ -e $folder/build.ninja ]]
}

# Configures build/PRESET with VARIABLE=VALUE..., unless it already is like that.
configure() {
  local preset=$1 folder=build/$1 option ready=; shift
  if configured "$preset"; then ready=yes; fi
  for option in "$@"; do
    grep -qsE "^${option%%=*}:[A-Z]+=${option#*=}$" "$folder/CMakeCache.txt" || ready=
  done
  [[ $ready ]] || cmake --preset "$preset" "${@/#/-D}" || {
    rm -f "$folder/CMakeCache.txt" "$folder/build.ninja"  # the next attempt starts afresh
    say "cannot configure $folder (see above)${needed:+; needed are (Debian names): $needed}"
    return 1
  }
}
