using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Tests.Engine.Devices.Simt;

public class CompilerLogTests
{
    private static readonly KernelText Text = Register();

    [TestCase("program.cl:LINE:9: error: x", "program.cl:LINE:9: error: x [Engine/A.cs:71]")]
    [TestCase("<kernel>:LINE:5: error: x", "<kernel>:LINE:5: error: x [Engine/A.cs:71]")]
    [TestCase("/tmp/a:b/t.cl:LINE:5: error: x", "/tmp/a:b/t.cl:LINE:5: error: x [Engine/A.cs:71]")]
    [TestCase("default_program(LINE): error: x\r\n1 error\n\0", "default_program(LINE): error: x [Engine/A.cs:71]\n1 error")]
    [TestCase("a.cl:1:5: error: x", "a.cl:1:5: error: x")]
    [TestCase("a.cl:99999999999:5: error: x\nno place", "a.cl:99999999999:5: error: x\nno place")]
    [TestCase("", "")]
    public void Complaints_carry_the_line_of_the_source(string log, string expected)
    {
        int line = Enumerable.Range(1, 100).First(i => Text.Origin(i) == ("Engine/A.cs", 71));
        Assert.That(CompilerLog.WithOrigins(log.Replace("LINE", $"{line}"), Text), Is.EqualTo(expected.Replace("LINE", $"{line}")));
    }

    private static KernelText Register()
    {
        const string text = "$kernel CompilerLogTests_Kernel()\n{\n}\n";
        KernelUnits.Register(new KernelUnit("CompilerLogTests_Kernel", text, text, [], "Engine/A.cs", [], [70, 71, 72], [70, 71, 72]));
        return KernelText.Of(
            new KernelProgram(
                new KernelSource("CompilerLogTests", "Kernel", "CompilerLogTests_Kernel", 64, [], "Engine/A.cs", 70, "")),
            KernelDialect.OpenCl);
    }
}
