using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Tests.Engine.Devices.Simt;

public class NativeLibrariesTests
{
    [Test]
    public void A_library_that_is_absent_is_an_answer_not_a_crash()
    {
        NativeLibraries.Register("NativeLibrariesTests", "libNativeLibrariesTests.so.1", "NativeLibrariesTests.dll");
        Assert.Multiple(() =>
        {
            Assert.That(NativeLibraries.TryLoad("NativeLibrariesTests"), Is.False);
            Assert.That(NativeLibraries.TryLoad("never registered"), Is.False);
        });
    }
}
