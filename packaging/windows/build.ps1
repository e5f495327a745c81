# UNTESTED: nobody has run this on Windows yet. Builds dist\warroom and an installer around it.
# Needs Python 3.11 or later (py), and Inno Setup 6 with iscc on the PATH. To sign, set
# WARROOM_CERTIFICATE to the thumbprint of a code signing certificate in your store.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Invoke-Step([string] $What, [scriptblock] $Step) {
    Write-Host "warroom package: $What"
    & $Step
    if ($LASTEXITCODE) { throw "$What failed, see above." }
}

function Add-Signature([string] $File) {
    if (-not $env:WARROOM_CERTIFICATE) { return }
    Invoke-Step "signing $File" {
        signtool sign /sha1 $env:WARROOM_CERTIFICATE /fd SHA256 /td SHA256 `
            /tr http://timestamp.digicert.com $File
    }
}

$python = ".venv\Scripts\python.exe"
if (-not (Test-Path $python)) {
    Invoke-Step "making .venv" { py -3 -m venv .venv }
    Invoke-Step "installing the libraries" {
        & $python -m pip -qq install --require-hashes -r requirements\lock.txt
    }
}
# On Windows the builder wants two libraries more than on Linux.
Invoke-Step "installing the builder" {
    & $python -m pip -qq install --upgrade --target build\builder `
        -r requirements\package.txt pefile pywin32-ctypes
}
$env:SOURCE_DATE_EPOCH = git log -1 --format=%ct
$env:PYTHONHASHSEED = "1"
Invoke-Step "drawing the icon" { & $python packaging\icons.py build\icons }
$env:PYTHONPATH = (Resolve-Path build\builder)
Invoke-Step "building dist\warroom" {
    & $python -m PyInstaller --noconfirm --clean --log-level WARN `
        --workpath build\pyinstaller --distpath dist packaging\warroom.spec
}
Remove-Item Env:PYTHONPATH
Add-Signature "dist\warroom\warroom.exe"

$version = & $python -c "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['version'])"
Invoke-Step "wrapping it" { iscc /Qp "/DVersion=$version" packaging\windows\warroom.iss }
Add-Signature "dist\warroom-$version-setup.exe"
Write-Host "warroom package: dist\warroom-$version-setup.exe"
