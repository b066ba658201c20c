#!/bin/sh
# build_runtime.sh SOURCE.tar.xz [OPTION…]: compile the interpreter of the Linux packages. Runs inside the old Debian's
# root. For another kind of machine, OPTIONs tell configure of it, and PATH begins with that machine's strip.
# One executable with all modules in it, no OpenSSL, no network library: what the program does not use is not there.
# The result lies in /build/out/runtime; it needs glibc 2.28 (2.30 on arm64) and nothing else.
set -eu
cd /build
rm -rf source out
mkdir source out
tar -xf "$1" -C source --strip-components=1
cd source
export SOURCE_DATE_EPOCH=1767225600
absent="_ssl _hashlib _sqlite3 _curses _curses_panel readline _tkinter _dbm _gdbm _uuid _bz2 _lzma _ctypes_test \
_testcapi _testinternalcapi _testbuffer _testimportmultiple _testmultiphase _testsinglephase _testexternalinspection \
_testclinic _testclinic_limited _testlimitedcapi _xxtestfuzz xxsubtype xxlimited xxlimited_35"
for module in $absent; do
    set -- "$@" "py_cv_module_$module=n/a"
done
shift
MODULE_BUILDTYPE=static ./configure --quiet --prefix=/runtime --with-pkg-config=no --without-ensurepip \
    --without-doc-strings --disable-test-modules ac_cv_func_sem_clockwait=no \
    CFLAGS="-O2 -g0 -ffile-prefix-map=/build/source=. -include /build/old_glibc.h" \
    ZLIB_LIBS=-l:libz.a LIBFFI_LIBS=-l:libffi.a ZLIB_CFLAGS= LIBFFI_CFLAGS= "$@"
make --silent -j "$(nproc)"
make --silent install DESTDIR=/build/out
strip /build/out/runtime/bin/python3.13
