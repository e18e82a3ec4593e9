using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>
/// The parts of a function other than its statements: parameters, a struct's construction, and properties, which have no statements.
/// </summary>
internal sealed partial class FunctionWriter
{
    // A static property of a formula is a constant: as a macro it can be the length of an array.
    private void Macro(IPropertySymbol property)
    {
        IOperation written = PropertyValue(property);
        Expression value = Value(written);
        // The literal in "float Rate => 1" is an int and, without a cast, would be divided as one.
        if (Type(written.Type!, declaration) != Type(property.Type, declaration))
            value = new Expression($"({Type(property.Type, declaration)}){value.At(Expression.Prefix)}", Expression.Prefix);
        if (before.Count > 0)
            throw new Refusal(
                Rules.Unsupported, declaration, "a static property that takes more than one expression", "write a static method");
        output.Add(0, $"#define {unit.Name} {value.At(Expression.Primary)}", declaration);
    }

    private IOperation PropertyValue(IPropertySymbol property)
    {
        var syntax = property.DeclaringSyntaxReferences[0].GetSyntax() as PropertyDeclarationSyntax;
        SyntaxNode? value = syntax?.ExpressionBody?.Expression ?? syntax?.Initializer?.Value;
        if (value == null || property.SetMethod != null || translator.Operation(value) is not IOperation operation)
            throw new Refusal(
                Rules.Unsupported, declaration, "a static property with statements, or one that can be set", "write it as => value");
        BodyCheck.Run(method, operation);
        return operation;
    }

    private List<string> Parameters()
    {
        List<string> parameters = [];
        if (!method.IsStatic && method.MethodKind != MethodKind.Constructor)
            parameters.Add($"{Type(selfType!, declaration)} self");
        int reference = 0;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            string name = Words.Variable(parameter.Name);
            if (parameter.Type.IsView())
            {
                if (parameter.RefKind != RefKind.None)
                    throw new Refusal(
                        Rules.Unsupported, declaration, $"'{parameter.Name}', a view passed by reference",
                        "pass it by value; the elements are shared anyway");
                string element = ElementType(parameter.Type, declaration);
                Space space = isKernel ? Space.Global : spaces[reference++];
                views[parameter] = new View(Expression.Of(name), Expression.Of($"{name}_length"), space);
                if (isKernel)
                {
                    parameters.Add($"$global {element}* {name}_base, int {name}_start, int {name}_length");
                    body.Add((1, $"$global {element}* {name} = {name}_base + {name}_start;", declaration));
                }
                else
                {
                    parameters.Add($"{space.Spell()}{element}* {name}, int {name}_length");
                }
            }
            else if (parameter.RefKind is RefKind.Ref or RefKind.Out)
            {
                Space space = spaces[reference++];
                references[parameter] = space;
                parameters.Add($"{space.Spell()}{Type(parameter.Type, declaration)}* {name}");
            }
            else
            {
                parameters.Add($"{(isKernel ? KernelParameterType(parameter) : Type(parameter.Type, declaration))} {name}");
            }
        }

        if (ReportsFaults)
            parameters.Add("$global int* faults");
        return parameters;
    }

    // A launch passes 32-bit words, because a bool has no defined memory layout.
    private string KernelParameterType(IParameterSymbol parameter)
    {
        ITypeSymbol type = parameter.Type;
        if (type.SpecialType == SpecialType.System_Boolean)
            return "int";
        if (
            type.SpecialType is not (
                SpecialType.None or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single))
            throw new Refusal(Rules.Type, declaration, $"{type.ToDisplayString()} for a parameter of a kernel");
        if (type is INamedTypeSymbol named && named.Intrinsic() == null)
            translator.CheckFields(named, declaration);
        return Type(type, declaration);
    }

    private string ElementType(ITypeSymbol view, SyntaxNode where)
    {
        ITypeSymbol element = types.Resolve(((INamedTypeSymbol)view).TypeArguments[0]);
        if (
            element.SpecialType is SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_UInt32
                || element.Intrinsic() != null)
            return Type(element, where);
        throw new Refusal(Rules.Type, where, view.ToDisplayString());
    }

    private void Body()
    {
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
            throw new Refusal(
                Rules.Unsupported, declaration, $"'{method.Name}', which returns a reference", "return the value, or take a ref parameter");
        if (method.MethodKind == MethodKind.Constructor)
            Constructor();
        else if (method.AssociatedSymbol is IPropertySymbol property && property.IsStored())
            Line($"return self.{Words.Variable(property.Name)};", declaration);
        else
            Statements(Block(declaration));
    }

    private void Statements(IBlockOperation block)
    {
        foreach (IOperation statement in block.Operations)
            Statement(statement);
    }

    private IBlockOperation Block(SyntaxNode syntax)
    {
        SyntaxNode? bodySyntax = syntax switch
        {
            PropertyDeclarationSyntax { ExpressionBody: ArrowExpressionClauseSyntax arrow } => arrow,
            PropertyDeclarationSyntax { AccessorList: AccessorListSyntax accessors } =>
                accessors.Accessors.FirstOrDefault(a => a.Keyword.ValueText == "get"),
            _ => syntax,
        };
        IOperation? operation = bodySyntax == null ? null : translator.Operation(bodySyntax);
        IBlockOperation block = operation switch
        {
            IBlockOperation found => found,
            IMethodBodyOperation found when (found.BlockBody ?? found.ExpressionBody) is IBlockOperation inner => inner,
            IConstructorBodyOperation found when (found.BlockBody ?? found.ExpressionBody) is IBlockOperation inner => inner,
            _ => throw new Refusal(Rules.Unsupported, syntax, $"'{method.Name}', which has no body", "give it one"),
        };
        BodyCheck.Run(method, block);
        return block;
    }

    /// <summary>
    /// A struct's constructor becomes a function that returns the struct: first the other constructor's values or the field initializers,
    /// then its statements.
    /// </summary>
    private void Constructor()
    {
        INamedTypeSymbol type = method.ContainingType;
        bool primary = declaration is TypeDeclarationSyntax;
        var other = (translator.Operation(declaration) as IConstructorBodyOperation)?.Initializer as IExpressionStatementOperation;
        if (other?.Operation is IInvocationOperation { TargetMethod.IsImplicitlyDeclared: false } chained)
        {
            string arguments = string.Join(", ", Arguments(chained.Arguments));
            Line(
                $"{Type(type, declaration)} self = "
                + $"{Function(chained.TargetMethod, Spaces(chained.Arguments), chained.Syntax)}({arguments});", chained.Syntax);
        }
        else
        {
            // Fields that a constructor does not set are 0.
            Line($"{Type(type, declaration)} self = {{0}};", declaration);
            foreach (StructField field in type.Fields())
                InitialValue(type, field, primary);
        }

        if (!primary)
            Statements(Block(declaration));
        Line("return self;", declaration);
    }

    private void InitialValue(INamedTypeSymbol type, StructField field, bool primary)
    {
        SyntaxNode? initial = type.GetMembers(field.Name).FirstOrDefault()?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        string target = $"self.{Words.Variable(field.Name)}";
        if (initial != null && translator.Operation(initial) is IOperation value)
            Line($"{target} = {Value(value)};", initial);
        else if (primary && method.Parameters.Any(p => p.Name == field.Name))
            Line($"{target} = {Words.Variable(field.Name)};", declaration);
    }
}
