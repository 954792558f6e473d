@echo off
rem Runs Espalier. JAVA_HOME says which Java (17 or newer), ESPALIER_OPTS holds further options for it, such as -Xmx8g.
setlocal EnableExtensions
for %%i in ("%~dp0..") do set "ESPALIER_HOME=%%~fi"

rem Java takes '!\' for the end of a jar's name, which cannot be escaped.
if not "%ESPALIER_HOME:~-1%"=="!" if "%ESPALIER_HOME:!\=%"=="%ESPALIER_HOME%" goto java
echo espalier: the folder '%ESPALIER_HOME%' has a name that ends in '!', with which Java finds no classes. Rename it, or move Espalier elsewhere 1>&2
exit /b 2

:java
if not defined JAVA_HOME goto onpath
set "ESPALIER_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%ESPALIER_JAVA%" goto version
echo espalier: JAVA_HOME is '%JAVA_HOME%', and there is no bin\java.exe in it. Let it name a JDK, 17 or newer 1>&2
exit /b 2

:onpath
set "ESPALIER_JAVA=java.exe"
where /q java.exe && goto version
echo espalier: no java on the PATH. Install a JDK, 17 or newer, or let JAVA_HOME name one 1>&2
exit /b 2

:version
set "ESPALIER_JAVA_VERSION="
for /f "tokens=3" %%v in ('""%ESPALIER_JAVA%" -version 2^>^&1 ^| findstr /i version"') do if not defined ESPALIER_JAVA_VERSION set "ESPALIER_JAVA_VERSION=%%~v"
set "ESPALIER_JAVA_MAJOR=0"
for /f "delims=.-+ tokens=1" %%m in ("%ESPALIER_JAVA_VERSION%") do set "ESPALIER_JAVA_MAJOR=%%m"
if %ESPALIER_JAVA_MAJOR% geq 17 goto start
echo espalier: Java 17 or newer is needed; '%ESPALIER_JAVA%' is %ESPALIER_JAVA_VERSION% 1>&2
exit /b 2

:start
set "ESPALIER_JAVA_OPTIONS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
if not defined GOMP_SPINCOUNT set "GOMP_SPINCOUNT=2000"
if "%~1"=="run" set "ESPALIER_JAVA_OPTIONS=-XX:MaxRAMPercentage=50 -XX:+UseSerialGC --add-modules=jdk.incubator.vector"
if "%~1"=="resume" set "ESPALIER_JAVA_OPTIONS=-XX:MaxRAMPercentage=50 -XX:+UseSerialGC --add-modules=jdk.incubator.vector"
"%ESPALIER_JAVA%" %ESPALIER_JAVA_OPTIONS% -Dfile.encoding=UTF-8 "-Despalier.home=%ESPALIER_HOME%" "-Dlogback.configurationFile=%ESPALIER_HOME%\conf\logback.xml" %ESPALIER_OPTS% -cp "%ESPALIER_HOME%\lib\*" org.espalier.dist.Main %*
exit /b %ERRORLEVEL%
