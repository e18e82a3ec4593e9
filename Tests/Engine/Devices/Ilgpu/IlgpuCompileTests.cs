using System.Reflection;
using GanFromScratch.Engine.Devices.Ilgpu;
using GanFromScratch.Engine.Simt;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GanFromScratch.Tests.Devices.Ilgpu;

/// <summary>Every kernel, with every formula that fits it, goes through ILGPU's compiler for PTX, which needs no GPU.</summary>
public class IlgpuCompileTests
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Context Context = IlgpuCatalog.Create();
    private static readonly PTXBackend Ptx = new(Context, new CudaCapabilityContext(CudaArchitecture.SM_80), CudaArchitecture.SM_80, CudaInstructionSet.ISA_70, null);

    private static IEnumerable<TestCaseData> Kernels =>
        from type in typeof(KernelAttribute).Assembly.GetTypes()
        from method in type.GetMethods(Static)
        where method.GetCustomAttribute<KernelAttribute>() != null
        orderby type.Name, method.Name
        select new TestCaseData(method).SetArgDisplayNames($"{type.Name}.{method.Name}");

    [OneTimeTearDown]
    public void Close()
    {
        Ptx.Dispose();
        Context.Dispose();
    }

    [TestCaseSource(nameof(Kernels))]
    public void Compiles_to_PTX(MethodInfo kernel) => Assert.Multiple(() =>
    {
        foreach (MethodInfo entry in Instances(EntryOf(kernel)))
        {
            try
            {
                var compiled = (PTXCompiledKernel)Ptx.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), KernelSpecialization.Empty);
                Assert.That(compiled.PTXAssembly, Does.Contain(".entry"), $"{entry}");
            }
            catch (InternalCompilerException error)
            {
                Assert.Fail($"{entry}: {error.InnerException?.Message ?? error.Message}");
            }
        }
    });

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
