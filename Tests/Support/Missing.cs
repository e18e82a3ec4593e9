namespace GanFromScratch.Tests.Support;

/// <summary>
/// What a test needs and a machine may lack: OPENCL, CUDA, CLANG, CC (a C compiler), AVX512, CHROMIUM (a browser), FASHION_MNIST, PIL
/// (Python's image library), TORCH (PyTorch for Python), SDK (dotnet on the path). A test that lacks it is reported as
/// skipped, never as passed; with GAN_REQUIRE_OPENCL=1 and the like it fails.
/// Continuous integration requires everything that its machine can have.
/// </summary>
internal static class Missing
{
    /// <summary>Leaves the test.</summary>
    public static void Skip(string what, string reason)
    {
        string variable = $"GAN_REQUIRE_{what}";
        if (Environment.GetEnvironmentVariable(variable) == "1")
            Assert.Fail($"{variable} is 1, but: {reason}");
        Assert.Ignore(reason);
    }
}
