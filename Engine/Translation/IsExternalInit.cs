namespace System.Runtime.CompilerServices;

/// <summary>What records compile to asks for this type, which the framework of compiler plug-ins is too old to have.</summary>
internal static class IsExternalInit;
