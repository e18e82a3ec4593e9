using System.Reflection;
using GanFromScratch.Engine.Devices.Ilgpu;
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

    [TestCaseSource(nameof(Kernels))]
    public void Compiles_to_PTX(MethodInfo kernel) => Assert.Multiple(() =>
    {
        foreach (MethodInfo entry in Instances(EntryOf(kernel)))
            Assert.That(PtxOf(entry), Does.Contain(".entry"), $"{entry}");
    });

    [TestCaseSource(nameof(Kernels))]
    public void Compiles_to_OpenCL_C(MethodInfo kernel) => Assert.Multiple(() =>
    {
        foreach (MethodInfo entry in Instances(EntryOf(kernel)))
            Assert.That(ClOf(entry), Does.Contain("kernel void"), $"{entry}");
    });

    // MathF.FusedMultiplyAdd and MathF.Round, which ILGPU does not know or does otherwise.
    [Test]
    public void Fused_multiply_adds_and_rounding_are_single_instructions()
    {
        MethodInfo exp = Method(nameof(UnarySimt.Element)).MakeGenericMethod(typeof(Exp));
        string ptx = PtxOf(exp), c = ClOf(exp);
        Assert.Multiple(() =>
        {
            Assert.That(ptx, Does.Contain("fma.rn.f32").And.Contain("cvt.rni.f32.f32"));
            Assert.That(c, Does.Match(@"=\s*fma\s*\(").And.Match(@"=\s*rint\s*\("));
        });

        static MethodInfo Method(string name) => typeof(UnarySimt).GetMethods(Static).Single(m => m.Name == name && m.GetCustomAttribute<KernelAttribute>() != null);
    }

    // A device that can do everything.
    private static CLCapabilityContext ClCapabilities()
    {
        ConstructorInfo constructor = typeof(CLCapabilityContext).GetConstructors().Single();
        return (CLCapabilityContext)constructor.Invoke([.. constructor.GetParameters().Select(_ => (object)true)]);
    }

    private static string PtxOf(MethodInfo entry) =>
        ((PTXCompiledKernel)Ptx.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), KernelSpecialization.Empty)).PTXAssembly;

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
