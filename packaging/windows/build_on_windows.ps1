# Packs the program on a real Windows machine, by PyInstaller, and makes the installer by NSIS.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build_on_windows.ps1 [-Python 3.13|PATH]
#       [-Wheels FOLDER] [-SignWith THUMBPRINT [-TimeFrom ADDRESS]]
#
# The everyday build is made on Linux (make package). This one is for a release that wants the newest CPython, or when
# the source of the embeddable CPython is gone. Needs CPython 3.11 to 3.13 x64 and NSIS 3.08 or newer.
# With -Wheels (a folder filled by "pip download") no network is used.
param([string]$Python = "3.11", [string]$Wheels = "", [string]$SignWith = "", [string]$TimeFrom = "")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$version = [regex]::Match((Get-Content selfeval_gui\__init__.py -Raw), '__version__ = "([^"]+)"').Groups[1].Value
$venv = "build\venv-windows"
$env:PYTHONUTF8 = "1" # what our scripts say is Chinese; a console elsewhere may know no such letters
if ($Wheels) { $env:PIP_NO_INDEX = "1"; $env:PIP_FIND_LINKS = (Resolve-Path $Wheels).Path }
if ($Python -match '^\d') { py "-$Python" -m venv $venv } else { & $Python -m venv $venv }
if ($LASTEXITCODE) { throw "no Python $Python" }
& "$venv\Scripts\python" -m pip install --quiet --require-hashes --no-deps --only-binary :all: -r requirements\lock.txt
if ($LASTEXITCODE) { throw "the locked packages could not be installed" }
& "$venv\Scripts\python" -m pip install --quiet --only-binary :all: "pyinstaller==6.22.3"
if ($LASTEXITCODE) { throw "PyInstaller could not be installed" }

$env:QT_QPA_PLATFORM = "offscreen"
& "$venv\Scripts\python" packaging\package.py --dress-windows
if ($LASTEXITCODE) { throw "icon and manifest could not be made" }
& "$venv\Scripts\pyinstaller" --noconfirm --distpath build\frozen --workpath build\frozen-work packaging\windows\app.spec
if ($LASTEXITCODE) { throw "PyInstaller failed" }
Remove-Item Env:QT_QPA_PLATFORM

function Sign([string]$file) {
  if (-not $SignWith) { return }
  $time = if ($TimeFrom) { @("/tr", $TimeFrom, "/td", "sha256") } else { @() }
  signtool sign /sha1 $SignWith /fd sha256 @time $file
  if ($LASTEXITCODE) { throw "$file could not be signed" }
}
Sign "build\frozen\selfeval-gui\selfeval-gui.exe"
Sign "build\frozen\selfeval-gui\selfeval.exe"
& "$venv\Scripts\python" packaging\package.py --finish-folder build\frozen\selfeval-gui
if ($LASTEXITCODE) { throw "licences and lists could not be made" }

# The frozen program has to find itself in order before anything is shipped.
$check = Start-Process -Wait -PassThru "build\frozen\selfeval-gui\selfeval.exe" "selftest -o build\selftest.txt --force"
if ($check.ExitCode) { Get-Content build\selftest.txt; throw "the self-test of the packed program failed" }

New-Item -ItemType Directory -Force dist | Out-Null
$setup = "dist\selfeval-gui-$version-windows-setup.exe"
& "$venv\Scripts\python" packaging\package.py --make-installer build\frozen\selfeval-gui $setup
if ($LASTEXITCODE) { throw "NSIS failed" }
Sign $setup
Get-FileHash -Algorithm SHA256 $setup | Format-List
