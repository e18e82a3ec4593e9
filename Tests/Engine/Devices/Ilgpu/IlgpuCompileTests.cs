using System.Reflection;
using System.Text.RegularExpressions;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Kernels;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using GanFromScratch.Engine.Simt;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GanFromScratch.Tests.Devices.Ilgpu;

/// <summary>Every kernel, with every formula that fits it, goes through ILGPU's compilers for PTX and for OpenCL C, which need no device.</summary>
public class IlgpuCompileTests
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Context Context = IlgpuCatalog.Create();
    private static readonly PTXBackend Ptx = new(Context, new CudaCapabilityContext(CudaArchitecture.SM_80), CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null);

    // A kernel with its formula is compiled once, whatever is asked of the text.
    private static readonly Dictionary<MethodInfo, string> PtxTexts = [];

    private static readonly CLBackend Cl = new(Context, ClCapabilities(), CLDeviceVendor.Other, CLBackend.MinimumVersion);

    private static IEnumerable<TestCaseData> Kernels =>
        from type in typeof(KernelAttribute).Assembly.GetTypes()
        from method in type.GetMethods(Static)
        where method.GetCustomAttribute<KernelAttribute>() != null
        orderby type.Name, method.Name
        select new TestCaseData(method).SetArgDisplayNames($"{type.Name}.{method.Name}");

    [OneTimeTearDown]
    public void Close()
    {
        Cl.Dispose();
        Ptx.Dispose();
        Context.Dispose();
    }

    // Groups of several items are for GPUs, groups of one for processors. Resample's eight planes an item are for both, with a loop over as
    // many planes as there are.
    private static IEnumerable<TestCaseData> KernelsOfGpus =>
        Kernels.Where(k => k.Arguments[0] is MethodInfo { Name: not ("Planes" or "PlanesTransposed") } kernel && Attribute(kernel)!.GroupSize > 1);

    // GPUs do doubles at a 32nd or 64th of the rate of floats.
    [TestCaseSource(nameof(Kernels))]
    public void Compiles_to_PTX_without_doubles(MethodInfo kernel) => Assert.Multiple(() =>
    {
        foreach (MethodInfo entry in Instances(EntryOf(kernel)))
            Assert.That(PtxOf(entry), Does.Contain(".entry").And.Not.Contain(".f64"), $"{entry}");
    });

    // ILGPU unrolls no loop, and an array that is indexed by a loop's variable lies in memory, hundreds of cycles away.
    [TestCaseSource(nameof(KernelsOfGpus))]
    public void A_GPUs_kernel_keeps_its_variables_in_registers(MethodInfo kernel) => Assert.Multiple(() =>
    {
        foreach (MethodInfo entry in Instances(EntryOf(kernel)))
            Assert.That(PtxOf(entry), Does.Not.Contain(".local"), $"{entry}");
    });

    [TestCase(typeof(MatMulSimt), nameof(MatMulSimt.VectorTile), null, 64, 4)]
    [TestCase(typeof(MatMulSimt), nameof(MatMulSimt.RegisterTile), typeof(Tile4), 16, 2)]
    [TestCase(typeof(MatMulSimt), nameof(MatMulSimt.RegisterTile), typeof(Tile2), 4, 0)]
    [TestCase(typeof(Conv2dSimt), nameof(Conv2dSimt.RegisterTile), typeof(Tile4), 16, 2)]
    [TestCase(typeof(Conv2dSimt), nameof(Conv2dSimt.RegisterTile), typeof(Tile2), 4, 0)]
    [TestCase(typeof(Conv2dWeightGradientSimt), nameof(Conv2dWeightGradientSimt.RegisterTile), typeof(Tile4), 16, 2)]
    [TestCase(typeof(Conv2dWeightGradientSimt), nameof(Conv2dWeightGradientSimt.RegisterTile), typeof(Tile2), 4, 0)]
    public void A_step_of_a_register_tile_is_its_multiply_adds_and_vector_loads(
        Type family, string name, Type? tile, int multiplyAdds, int loads)
    {
        MethodInfo kernel = EntryOf(family.GetMethods(Static).Single(m => m.Name == name && Attribute(m) != null));
        Type[] given = [.. kernel.GetGenericArguments().Select(p => p.Name == "TTile" ? tile! : typeof(Identity))];
        string ptx = PtxOf(kernel.MakeGenericMethod(given));
        Assert.Multiple(() =>
        {
            Assert.That(Regex.Count(ptx, @"\bfma\.rn\.f32"), Is.EqualTo(multiplyAdds));
            Assert.That(Regex.Count(ptx, @"\bld\.shared\.v4\.f32"), Is.EqualTo(loads));
            Assert.That(Regex.Count(ptx, @"\bcall\b"), Is.Zero);
            // A vector load of what does not lie at a multiple of 16 bytes stops the kernel.
            if (loads > 0)
                Assert.That(ptx, Does.Not.Match(@"\.shared \.align [1248] "));
        });
    }

    [TestCaseSource(nameof(Kernels))]
    public void Compiles_to_OpenCL_C(MethodInfo kernel) => Assert.Multiple(() =>
    {
        foreach (MethodInfo entry in Instances(EntryOf(kernel)))
            Assert.That(ClOf(entry), Does.Contain("kernel void"), $"{entry}");
    });

    // MathF.FusedMultiplyAdd and MathF.Round, which ILGPU does not know or does otherwise.
    [Test]
    public void Fused_multiply_adds_are_single_instructions_and_the_sum_that_rounds_is_not_folded_away()
    {
        MethodInfo exp = Method(nameof(UnarySimt.Element)).MakeGenericMethod(typeof(Exp));
        string ptx = PtxOf(exp), c = ClOf(exp);
        Assert.Multiple(() =>
        {
            // 0x4B000000 are the bits of 2²³, which Lane.Round adds and takes away.
            Assert.That(ptx, Does.Contain("fma.rn.f32").And.Contain("0f4B000000"));
            Assert.That(c, Does.Match(@"=\s*fma\s*\(").And.Contain("8388608"));
        });

        static MethodInfo Method(string name) => typeof(UnarySimt).GetMethods(Static).Single(m => m.Name == name && m.GetCustomAttribute<KernelAttribute>() != null);
    }

    // A device that can do everything.
    private static CLCapabilityContext ClCapabilities()
    {
        ConstructorInfo constructor = typeof(CLCapabilityContext).GetConstructors().Single();
        return (CLCapabilityContext)constructor.Invoke([.. constructor.GetParameters().Select(_ => (object)true)]);
    }

    private static string PtxOf(MethodInfo entry)
    {
        if (PtxTexts.TryGetValue(entry, out string? known))
            return known;
        var compiled = (PTXCompiledKernel)Ptx.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), KernelSpecialization.Empty);
        return PtxTexts[entry] = compiled.PTXAssembly;
    }

    private static KernelAttribute? Attribute(MethodInfo method) => method.GetCustomAttribute<KernelAttribute>();

    private static string ClOf(MethodInfo entry) =>
        ((CLCompiledKernel)Cl.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), KernelSpecialization.Empty)).Source;

    // Where the kernel has bools, what stands in front of it.
    private static MethodInfo EntryOf(MethodInfo kernel) => kernel.DeclaringType!.GetMethod(kernel.Name + "ForIlgpu", Static) ?? kernel;

    private static IEnumerable<MethodInfo> Instances(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition)
            return [method];
        IEnumerable<Type[]> choices = [[]];
        foreach (Type parameter in method.GetGenericArguments())
            choices = [.. choices.SelectMany(c => Fitting(parameter).Select(t => (Type[])[.. c, t]))];
        return choices.Select(c => method.MakeGenericMethod(c));
    }

    private static IEnumerable<Type> Fitting(Type parameter) =>
        from type in typeof(KernelAttribute).Assembly.GetTypes()
        where type.IsValueType && !type.IsGenericTypeDefinition && Array.TrueForAll(parameter.GetGenericParameterConstraints(), c => c == typeof(ValueType) || Fits(c, parameter, type))
        select type;

    // A constraint may name its own parameter: IUpdateRule<TRule>.
    private static bool Fits(Type constraint, Type parameter, Type type) =>
        constraint.ContainsGenericParameters
            ? Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == constraint.GetGenericTypeDefinition() && i.GetGenericArguments()[0] == type)
            : constraint.IsAssignableFrom(type);
}
