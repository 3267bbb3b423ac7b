@echo off
rem Starts Likeness with the Java runtime that lies beside it. LIKENESS_JAVA_OPTIONS may add JVM options, e.g. -Xmx8g.
setlocal
set "home=%~dp0.."
rem Likeness switches ONNX Runtime's telemetry off by itself, too; this holds before its first line runs.
set "ORT_DISABLE_TELEMETRY=1"
"%home%\runtime\bin\java" @JVM_FLAGS@ -XX:AOTCache="%home%\lib\likeness.aot" -Xlog:disable ^
    -Donnxruntime.native.path="%home%\lib\native" ^
    %LIKENESS_JAVA_OPTIONS% -cp "%home%\lib\likeness.jar" dev.likeness.cli.Likeness %*
exit /b %ERRORLEVEL%
