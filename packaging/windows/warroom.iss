; UNTESTED: written from the manual of Inno Setup 6; nobody has run it on Windows yet.
; Makes dist\warroom-<version>-setup.exe out of dist\warroom. Started by build.ps1 beside it:
;   iscc /DVersion=0.1.0 packaging\windows\warroom.iss

#ifndef Version
  #error Name the version: iscc /DVersion=... warroom.iss
#endif

[Setup]
AppId={{6D0D9C5C-0C0B-4C3B-9C86-2E5B8A1B7F41}
AppName=War room
AppVersion={#Version}
AppPublisher=The War room contributors
; For one person, without an administrator; "for everybody" is offered.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
DefaultDirName={autopf}\War room
DisableProgramGroupPage=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=warroom-{#Version}-setup
SetupIconFile=..\..\build\icons\warroom.ico
UninstallDisplayIcon={app}\warroom.exe
Compression=lzma2/max
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
ChangesEnvironment=yes
MinVersion=10.0.17763

[Tasks]
Name: path; Description: "Add ""warroom"" to the PATH, for use in a terminal"

[InstallDelete]
; A newer version must not find libraries of an older one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\warroom\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "..\..\LICENSE"; DestDir: "{app}"
Source: "..\..\NOTICE"; DestDir: "{app}"

[Icons]
Name: "{autoprograms}\War room"; Filename: "{app}\warroom.exe"; AppUserModelID: "Warroom.Warroom"

[Registry]
; The kind of file gets a name and a picture. Nothing opens it by a double click yet.
Root: HKA; Subkey: "Software\Classes\.warroom"; ValueType: string; ValueData: "Warroom.Incident"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Warroom.Incident"; ValueType: string; ValueData: "War room incident"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Warroom.Incident\DefaultIcon"; ValueType: string; ValueData: "{app}\warroom.exe,0"
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsNotOnPath

[Run]
Filename: "{app}\warroom.exe"; Description: "Start War room"; Flags: nowait postinstall skipifsilent

[Code]
function IsNotOnPath(): Boolean;
var
  Path: String;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
    Path := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') = 0;
end;
