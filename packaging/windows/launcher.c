/* The two programs of the Windows package: selfeval-gui.exe (DOOR "window") and selfeval.exe (DOOR "console").
 *
 * It loads runtime\python311.dll into this very process and lets it run the module `start`. So the task manager, the
 * taskbar and the firewall see our own name and icon, no second process exists, and no console flashes. It works in
 * any folder, with any characters in its path, and needs no entry in the registry.
 */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>
#include <shobjidl.h>
#include <stdio.h>
#include <wchar.h>

#define LONGEST 32768 /* characters of a path */

typedef int (*python_main)(int count, wchar_t **words);

static const wchar_t TITLE[] = L"\u9879\u76ee\u652f\u51fa\u7ee9\u6548\u81ea\u8bc4"; /* 项目支出绩效自评 */

/* 程序文件不完整，请重新安装本程序。（… ，错误代码 …）*/
static int incomplete(const wchar_t *what)
{
    wchar_t sentence[LONGEST + 200];
    DWORD code = GetLastError();
    _snwprintf(sentence, LONGEST + 199,
               L"\u7a0b\u5e8f\u6587\u4ef6\u4e0d\u5b8c\u6574\uff0c\u8bf7\u91cd\u65b0\u5b89\u88c5\u672c\u7a0b\u5e8f\u3002"
               L"\n\uff08%ls\uff0c\u9519\u8bef\u4ee3\u7801 %lu\uff09", what, code);
    sentence[LONGEST + 199] = 0;
#ifdef CONSOLE
    HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    DWORD written;
    if (!WriteConsoleW(out, sentence, (DWORD)wcslen(sentence), &written, NULL)) {
        char bytes[4 * LONGEST];
        int length = WideCharToMultiByte(CP_UTF8, 0, sentence, -1, bytes, sizeof bytes, NULL, NULL);
        if (length > 1) WriteFile(out, bytes, (DWORD)length - 1, &written, NULL);
    }
#else
    MessageBoxW(NULL, sentence, TITLE, MB_ICONERROR | MB_OK);
#endif
    return 3;
}

static int run(void)
{
    static wchar_t library[LONGEST + 32];
    DWORD length = GetModuleFileNameW(NULL, library, LONGEST);
    wchar_t *end = length ? wcsrchr(library, L'\\') : NULL;
    if (!end) return incomplete(L"GetModuleFileName");
    wcscpy(end + 1, L"runtime\\python311.dll");

    /* A report may be opened from a shared folder: no library is ever loaded from the current one. */
    SetDllDirectoryW(L"");
#ifndef CONSOLE
    SetCurrentProcessExplicitAppUserModelID(APP_ID);
#endif
    HMODULE python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!python) return incomplete(library);
    python_main start = (python_main)(void *)GetProcAddress(python, "Py_Main");
    if (!start) return incomplete(L"Py_Main");

    int given = 0;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &given);
    if (!words) return incomplete(L"CommandLineToArgv");
    /* Isolated: no PYTHON… variable, no user's packages and no current folder has a say. */
    static wchar_t *fixed[] = {L"-I", L"-X", L"utf8", L"-m", L"start", DOOR};
    enum { FIXED = sizeof fixed / sizeof *fixed };
    wchar_t **all = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *all * (size_t)(given + FIXED + 1));
    if (!all) return incomplete(L"HeapAlloc");
    all[0] = words[0];
    for (int i = 0; i < FIXED; i++) all[1 + i] = fixed[i];
    for (int i = 1; i < given; i++) all[FIXED + i] = words[i];
    return start(given + FIXED, all);
}

#ifdef CONSOLE
int wmain(void) { (void)TITLE; return run(); }
#else
int WINAPI wWinMain(HINSTANCE self, HINSTANCE before, PWSTR line, int show)
{
    (void)self; (void)before; (void)line; (void)show;
    return run();
}
#endif
