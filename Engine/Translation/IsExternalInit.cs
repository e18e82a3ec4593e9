namespace System.Runtime.CompilerServices;

/// <summary>Records need this type, which is missing from the older framework that compiler plug-ins target.</summary>
internal static class IsExternalInit;
