namespace GanFromScratch.Engine.Simt;

/// <summary>
/// On an interface: the structs that implement it may be type arguments of kernels, so each is translated with the members of the
/// interface. So a kernel written over any formula can use one that is declared in another project.
/// </summary>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class KernelFormulaAttribute : Attribute;

/// <summary>On a member of such an interface: kernels never use it.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class HostOnlyAttribute : Attribute;
