; The installer: for one user, without administrator's rights, in Chinese. Called by packaging/package.py, which
; defines NAME TITLE VERSION PUBLISHER APP_ID PROGID OUTPUT ICON BANNER LIBRARY (the
; interpreter's, in the folder) FILES (the list of what is installed) TARGET (the kind of the installer itself).
; Exit codes of a silent run (/S): 0 done, 4 system too old, 5 the program is running, 6 the folder cannot be written.
Unicode true
Target ${TARGET}
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
BrandingText "${TITLE} ${VERSION}"

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define CLASSES "Software\Classes"
!define EXE "$INSTDIR\${NAME}.exe"

Name "${TITLE}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "InstallDir"

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH FitControl
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "本向导将为您（当前用户）安装“${TITLE}” ${VERSION}。$\r$\n$\r$\n不需要管理员权限，不需要联网。\
已经装过旧版本的，直接覆盖安装即可：您的报告、备份和设置都会保留。$\r$\n$\r$\n请先关闭正在运行的本程序，再单击“下一步”。"
!define MUI_FINISHPAGE_RUN "${EXE}"
!define MUI_FINISHPAGE_RUN_TEXT "立即打开“${TITLE}”"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将从这台电脑上卸载“${TITLE}”。您的报告、备份和设置不会被删除。"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro RefuseWhileRunning Undo
  ; A running program holds its library: Windows does not let anybody write to it then.
  retry${Undo}:
  ${If} ${FileExists} "$INSTDIR\${LIBRARY}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${LIBRARY}" a
    ${If} ${Errors}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "“${TITLE}”正在运行，请先保存报告并关闭它，再单击“重试”。" \
        /SD IDCANCEL IDRETRY retry${Undo}
      SetErrorLevel 5
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro RemoveProgram
  ; Only what the installer has put there: a folder that the user has chosen may hold other things.
  RMDir /r "$INSTDIR\runtime"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\lib"
  RMDir /r "$INSTDIR\licenses"
  Delete "$INSTDIR\${NAME}.exe"
  Delete "$INSTDIR\selfeval.exe"
  Delete "$INSTDIR\files.sha256"
  Delete "$INSTDIR\sbom.cdx.json"
!macroend

Function .onInit
  SetShellVarContext current
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_ICONSTOP "本程序需要 64 位的 Windows 10（1809 版）或更新的系统。" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Section "Program"
  SetShellVarContext current
  !insertmacro RefuseWhileRunning ""
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $0 "$INSTDIR\installing.tmp" w
  ${If} ${Errors}
    MessageBox MB_ICONSTOP "不能写入“$INSTDIR”。请换一个文件夹再安装。" /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\installing.tmp"
  !insertmacro RemoveProgram

  ClearErrors
  !include "${FILES}" ; a SetOutPath for each folder and a File for each file, in an order of its own
  ${If} ${Errors}
    MessageBox MB_ICONSTOP "有的文件没有写成功，可能磁盘已满或被安全软件拦截。请处理后重新安装；您的报告没有改动。" /SD IDOK
    SetErrorLevel 6
    Quit
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  SetOutPath "$PROFILE" ; where a shortcut's program starts
  CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "${EXE}" "" "${EXE}" 0
  CreateShortCut "$DESKTOP\${TITLE}.lnk" "${EXE}" "" "${EXE}" 0

  WriteRegStr HKCU "Software\${NAME}" "InstallDir" "$INSTDIR"

  ; Reports (.zxzp) are ours; .json only gets us into its "open with".
  WriteRegStr HKCU "${CLASSES}\.zxzp" "" "${PROGID}"
  WriteRegStr HKCU "${CLASSES}\.zxzp\OpenWithProgids" "${PROGID}" ""
  WriteRegStr HKCU "${CLASSES}\.json\OpenWithProgids" "${PROGID}" ""
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "${TITLE}报告"
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "AppUserModelID" "${APP_ID}"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\DefaultIcon" "" "${EXE},0"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open\command" "" '"${EXE}" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\${NAME}.exe" "FriendlyAppName" "${TITLE}"
  WriteRegStr HKCU "${CLASSES}\Applications\${NAME}.exe\shell\open\command" "" '"${EXE}" "%1"'
  WriteRegStr HKCU "${CLASSES}\Applications\${NAME}.exe\SupportedTypes" ".zxzp" ""
  WriteRegStr HKCU "${CLASSES}\Applications\${NAME}.exe\SupportedTypes" ".json" ""
  ${RefreshShellIcons}

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "${EXE},0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro RefuseWhileRunning "un"
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing else is in it
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"

  ReadRegStr $0 HKCU "${CLASSES}\.zxzp" ""
  ${If} $0 == "${PROGID}"
    DeleteRegValue HKCU "${CLASSES}\.zxzp" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.zxzp\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifnosubkeys /ifnovalues HKCU "${CLASSES}\.zxzp\OpenWithProgids"
  DeleteRegKey /ifnosubkeys /ifnovalues HKCU "${CLASSES}\.zxzp"
  DeleteRegValue HKCU "${CLASSES}\.json\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifnosubkeys /ifnovalues HKCU "${CLASSES}\.json\OpenWithProgids"
  DeleteRegKey /ifnosubkeys /ifnovalues HKCU "${CLASSES}\.json"
  DeleteRegKey HKCU "${CLASSES}\${PROGID}"
  DeleteRegKey HKCU "${CLASSES}\Applications\${NAME}.exe"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "Software\${NAME}"
  ${RefreshShellIcons}
SectionEnd
